/** A picture of its own, or a letter in a colour of its own: told apart at a glance, and nobody's trade mark. */
const hue = (name: string) => [...name].reduce((sum, it) => (sum * 31 + (it.codePointAt(0) ?? 0)) % 360, 7)

type Props = { name: string; picture?: string | undefined; size?: number }

export function Badge({ name, picture, size = 36 }: Props) {
  const shape = { width: size, height: size, flex: 'none', borderRadius: size * 0.28 }
  // What it is stands beside it.
  if (picture) return <img src={picture} alt="" style={{ ...shape, objectFit: 'contain' }} />
  return (
    <span
      aria-hidden="true"
      style={{ ...shape, display: 'grid', placeItems: 'center', fontWeight: 700, color: '#fff', background: `hsl(${hue(name)} 55% 38%)` }}
    >
      {name.slice(0, 1).toUpperCase()}
    </span>
  )
}
