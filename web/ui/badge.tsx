/** A letter in a colour of its own: told apart at a glance, and nobody's trade mark. */
const hue = (name: string) => [...name].reduce((sum, it) => (sum * 31 + (it.codePointAt(0) ?? 0)) % 360, 7)

export function Badge({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      style={{
        width: 36,
        height: 36,
        flex: 'none',
        borderRadius: 10,
        display: 'grid',
        placeItems: 'center',
        fontWeight: 700,
        color: '#fff',
        background: `hsl(${hue(name)} 55% 38%)`,
      }}
    >
      {name.slice(0, 1).toUpperCase()}
    </span>
  )
}
