/** One call: its request, which can be changed, beside its answer. */
import { useEffect, useState } from 'react'
import type { Call } from './book.ts'
import { type Answer, fill, headersOf, type Known, send, show } from './wire.ts'
import type { Words } from './words.ts'

type Props = { call: Call; start: string; known: Known; words: Words; language: string; answered(it: Answer): void }

export function CallPanel({ call, start, known, words, language, answered }: Props) {
  const [body, setBody] = useState<string>()
  const [headers, setHeaders] = useState<string>()
  const [answer, setAnswer] = useState<Answer>()
  const [busy, setBusy] = useState(false)
  const [fault, setFault] = useState('')
  // Until somebody changes them they follow what is known.
  const shownBody = body ?? fill(start, known)
  const shownHeaders =
    headers ??
    Object.entries(headersOf(call, known, language))
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')
  useEffect(() => setHeaders(undefined), [language])

  async function submit() {
    setBusy(true)
    setFault('')
    try {
      const pairs = shownHeaders.split('\n').filter((line) => line.includes(':'))
      const asked = Object.fromEntries(
        pairs.map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]),
      )
      const it = await send(call, asked, shownBody)
      setAnswer(it)
      answered(it)
    } catch (reason) {
      setFault(reason instanceof Error ? reason.message : String(reason))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className="call">
      <div className="pane">
        <h2>{words.request}</h2>
        <p className="address">
          <b>{call.method}</b> {call.path}
        </p>
        <label>
          <span>{words.headers}</span>
          <textarea
            value={shownHeaders}
            rows={Math.max(3, shownHeaders.split('\n').length)}
            spellCheck={false}
            onChange={({ target }) => setHeaders(target.value)}
          />
        </label>
        {call.body && (
          <label>
            <span>{words.body}</span>
            <textarea
              value={shownBody}
              rows={Math.max(3, shownBody.split('\n').length)}
              spellCheck={false}
              onChange={({ target }) => setBody(target.value)}
            />
          </label>
        )}
        <button type="button" className="primary" disabled={busy} onClick={() => void submit()}>
          {busy ? words.sending : words.send}
        </button>
        {fault && <p className="trouble">{fault}</p>}
        {call.fields.some((it) => it.about) && (
          <details>
            <summary>{words.fields}</summary>
            <dl>
              {call.fields.map(({ name, required, about }) => (
                <div key={name}>
                  <dt>
                    <code>{name}</code>
                    {required ? ' *' : ''}
                  </dt>
                  <dd>{about}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
      <div className="pane" aria-live="polite">
        <h2>{words.answer}</h2>
        {answer ? (
          <>
            <p className="address">
              <b className={answer.status < 300 ? 'good' : 'bad'}>{answer.status}</b> {Math.round(answer.ms)} ms
            </p>
            <pre tabIndex={0}>{answer.text ? show(answer.text) : '∅'}</pre>
          </>
        ) : (
          <p className="quiet">{words.noAnswer}</p>
        )}
      </div>
    </div>
  )
}
