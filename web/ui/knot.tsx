import { theme } from 'antd'

/** The mark of the house: a bight and the end that goes through it. */
export function Knot({ size }: { size: number }) {
  const { token } = theme.useToken()
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      stroke={token.colorPrimary}
      strokeWidth={3}
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M16 29V17a6.5 6.5 0 1 1 6.500 6.500H9.500" />
      <path d="M4 10h10.500a4 4 0 0 1 4 4v2" strokeOpacity={0.55} />
    </svg>
  )
}
