/** Sections of a page, one seen at a time (WAI-ARIA, tabs pattern): as many lines of names as they need, and arrows move among them. */
import { theme } from 'antd'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

type Section = { key: string; label: string; children: ReactNode }
/** `keep`: what is not seen stays where it is, as the fields of one form must; `seen`: once it was seen, so that nothing typed is lost. */
type Props = { label: string; sections: Section[]; keep?: boolean | 'seen' }

export function Sections({ label, sections, keep = false }: Props) {
  const { token } = theme.useToken()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(sections[0]?.key ?? '')
  const [seen, setSeen] = useState(new Set([chosen]))
  if (!seen.has(chosen)) setSeen(new Set([...seen, chosen]))
  const at = Math.max(
    0,
    sections.findIndex((it) => it.key === chosen),
  )

  function move(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const next = (at + step + sections.length) % sections.length
    setChosen(sections[next]?.key ?? '')
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }

  return (
    <>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        style={{ display: 'flex', flexWrap: 'wrap', gap: 4, marginBottom: 20, borderBottom: `1px solid ${token.colorBorderSecondary}` }}
      >
        {sections.map((it, n) => (
          <button
            key={it.key}
            type="button"
            role="tab"
            id={`${id}-${it.key}`}
            aria-selected={n === at}
            aria-controls={`${id}-${it.key}-panel`}
            tabIndex={n === at ? 0 : -1}
            onClick={() => setChosen(it.key)}
            style={{
              font: 'inherit',
              cursor: 'pointer',
              padding: '8px 14px',
              border: 0,
              borderBottom: `2px solid ${n === at ? token.colorPrimary : 'transparent'}`,
              background: 'none',
              color: n === at ? token.colorLink : token.colorText,
              fontWeight: n === at ? 600 : 400,
            }}
          >
            {it.label}
          </button>
        ))}
      </div>
      {sections.map((it, n) => (
        <div key={it.key} role="tabpanel" id={`${id}-${it.key}-panel`} aria-labelledby={`${id}-${it.key}`} hidden={n !== at}>
          {(n === at || (keep === 'seen' ? seen.has(it.key) : keep)) && it.children}
        </div>
      ))}
    </>
  )
}
