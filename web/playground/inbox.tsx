/** The telephone of the sandbox: what was sent, the newest first. */
import { useEffect, useRef, useState } from 'react'
import type { Words } from './words.ts'

type Message = { mobile: string; text: string; code: string; at?: number }
const EVERY = 1500

export function Inbox({ words, came }: { words: Words; came(code: string): void }) {
  const [messages, setMessages] = useState<Message[]>([])
  const newest = useRef('')
  const tell = useRef(came)
  tell.current = came
  useEffect(() => {
    let over = false
    async function look() {
      const answer = await fetch('/sandbox/inbox').catch(() => undefined)
      if (over || !answer?.ok) return
      const { messages: found } = (await answer.json()) as { messages: Message[] }
      const key = JSON.stringify(found[0] ?? '')
      // What lay there before this page was opened is nobody's code.
      if (newest.current && key !== newest.current && found[0]) tell.current(found[0].code)
      newest.current = key
      setMessages(found.slice(0, 8))
    }
    void look()
    const timer = setInterval(() => void look(), EVERY)
    return () => {
      over = true
      clearInterval(timer)
    }
  }, [])
  return (
    <section aria-label={words.inbox}>
      <h2>{words.inbox}</h2>
      <ul className="phone" aria-live="polite">
        {messages.length === 0 && <li className="quiet">{words.inboxEmpty}</li>}
        {messages.map((it, n) => (
          <li key={`${it.code} ${n}`}>
            <small>{it.mobile}</small>
            {it.text}
          </li>
        ))}
      </ul>
    </section>
  )
}
