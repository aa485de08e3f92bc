/** A value written as JSON. What is no JSON (yet) is BROKEN to the form, and stays as it was typed. */
import { Input } from 'antd'
import { useEffect, useRef, useState } from 'react'

export const BROKEN = '\u0000'

type Props = { value?: unknown; onChange?(value: unknown): void; id?: string; disabled?: boolean }

export function JsonInput({ value, onChange, ...rest }: Props) {
  const [text, setText] = useState('')
  // What came last from here: it does not come back in another form while somebody types.
  const own = useRef<unknown>(undefined)
  useEffect(() => {
    if (value === own.current || value === BROKEN) return
    own.current = value
    setText(value === undefined ? '' : JSON.stringify(value, null, 2))
  }, [value])
  return (
    <Input.TextArea
      {...rest}
      className="mono"
      spellCheck={false}
      rows={Math.min(16, Math.max(2, text.split('\n').length))}
      value={text}
      onChange={({ target }) => {
        setText(target.value)
        own.current = read(target.value)
        onChange?.(own.current)
      }}
    />
  )
}

function read(text: string): unknown {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return BROKEN
  }
}
