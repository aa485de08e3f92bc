/** The picture of a source: its own where it has one, else the mark of its connector, else a letter. Its name stands beside it. */
import { Badge } from './badge.tsx'
import { markOf } from './source-marks.ts'

type Props = { connector: string; logo?: string | undefined; size?: number }

export function SourceMark({ connector, logo, size = 36 }: Props) {
  const mark = markOf(connector)
  if (logo || !mark) return <Badge name={connector} picture={logo} size={size} />
  const { tile, on = '#fff', fill, cut, over, line } = mark
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      style={{ flex: 'none', borderRadius: size * 0.28, background: tile }}
    >
      {fill && <path d={fill} fill={on} fillRule="evenodd" />}
      {cut && <path d={cut} fill={tile} />}
      {over && <path d={over} fill={on} fillRule="evenodd" />}
      {line && <path d={line} fill="none" stroke={on} strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />}
    </svg>
  )
}
