/**
 * Two pictures, drawn by hand: how many are left after each step, and how many came in each hour. What a picture shows stands under it
 * as a table too, for whoever reads instead of looks.
 */
import { theme } from 'antd'
import type { ReactNode } from 'react'
import { useLook } from '../console/appearance.ts'

const hidden = { position: 'absolute', width: 1, height: 1, overflow: 'hidden', clipPath: 'inset(50%)' } as const

type Step = { label: string; count: number }

/** Each bar as wide as the people who came that far. */
export function Funnel({ steps, label }: { steps: Step[]; label: string }) {
  const { token } = theme.useToken()
  const most = Math.max(1, ...steps.map((it) => it.count))
  return (
    <figure style={{ margin: 0 }}>
      <div aria-hidden="true">
        {steps.map(({ label: name, count }, n) => {
          const before = steps[n - 1]?.count
          const share = before ? Math.round((100 * count) / before) : undefined
          return (
            <div key={name} style={{ marginBottom: 10 }}>
              <div style={{ display: 'flex', justifyContent: 'space-between', gap: 8 }}>
                <span>{name}</span>
                <span>
                  <b>{count.toLocaleString()}</b>
                  {share !== undefined && <span style={{ color: token.colorTextDescription }}> · {share} %</span>}
                </span>
              </div>
              <div style={{ height: 10, borderRadius: 5, background: token.colorFillSecondary }}>
                <div
                  style={{
                    height: 10,
                    borderRadius: 5,
                    width: `${(100 * count) / most}%`,
                    background: token.colorPrimary,
                    opacity: 1 - n * 0.15,
                  }}
                />
              </div>
            </div>
          )
        })}
      </div>
      <Table label={label} head={[]} rows={steps.map(({ label: name, count }) => [name, count])} />
    </figure>
  )
}

type Bar = { key: string; label: string; counts: number[] }
const WIDTH = 720
const HEIGHT = 180
/** Blue, amber, red: told apart by everybody who tells anything apart, and named below. */
const colours = { light: ['#1a5fd0', '#b7791f', '#c4281c', '#6b7480'], dark: ['#5b94f0', '#e0a94a', '#ef6a62', '#99a3ae'] }

export function Bars({ bars, names, label }: { bars: Bar[]; names: string[]; label: string }) {
  const { token } = theme.useToken()
  const palette = colours[useLook().dark ? 'dark' : 'light']
  const most = Math.max(1, ...bars.map((it) => it.counts.reduce((sum, one) => sum + one, 0)))
  const width = WIDTH / Math.max(1, bars.length)
  return (
    <figure style={{ margin: 0 }}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 20}`} width="100%" role="img" aria-label={label}>
        <line x1={0} x2={WIDTH} y1={HEIGHT} y2={HEIGHT} stroke={token.colorBorder} />
        {bars.map(({ key, label: name, counts }, n) => {
          let top = HEIGHT
          return (
            <g key={key}>
              <title>{`${name}: ${names.map((it, i) => `${it} ${counts[i] ?? 0}`).join(', ')}`}</title>
              {counts.map((count, i) => {
                const height = (HEIGHT * count) / most
                top -= height
                return (
                  <rect
                    key={names[i]}
                    x={n * width + width * 0.12}
                    y={top}
                    width={width * 0.76}
                    height={height}
                    rx={2}
                    fill={palette[i % palette.length]}
                  />
                )
              })}
              {n % Math.ceil(bars.length / 8) === 0 && (
                <text
                  x={n === 0 ? 0 : n * width + width / 2}
                  y={HEIGHT + 15}
                  fontSize={12}
                  textAnchor={n === 0 ? 'start' : 'middle'}
                  fill={token.colorTextDescription}
                >
                  {name}
                </text>
              )}
            </g>
          )
        })}
      </svg>
      <div aria-hidden="true" style={{ display: 'flex', gap: 16, flexWrap: 'wrap', marginTop: 8 }}>
        {names.map((name, i) => (
          <span key={name}>
            <span
              style={{
                display: 'inline-block',
                width: 10,
                height: 10,
                borderRadius: 3,
                marginInlineEnd: 6,
                background: palette[i % palette.length],
              }}
            />
            {name}
          </span>
        ))}
      </div>
      <Table label={label} head={names} rows={bars.map((it) => [it.label, ...it.counts])} />
    </figure>
  )
}

function Table({ label, head, rows }: { label: string; head: ReactNode[]; rows: (string | number)[][] }) {
  return (
    <table style={hidden}>
      <caption>{label}</caption>
      {head.length > 0 && (
        <thead>
          <tr>
            <td />
            {head.map((it) => (
              <th key={String(it)} scope="col">
                {it}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map(([name, ...cells]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {cells.map((it, n) => (
              <td key={`${n} ${it}`}>{it}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
