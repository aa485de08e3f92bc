/** The bind journey, a call at a time: what happens, the request as it will be sent, and its answer. */
import { useEffect, useState } from 'react'
import type { Call } from './book.ts'
import { CallPanel } from './call-panel.tsx'
import { Slider } from './slider.tsx'
import type { Words } from './words.ts'
import type { Answer, Known } from './wire.ts'

type Step = { name: keyof Words['steps']; call: string; body?: string; good(said: Record<string, unknown>): boolean }

const has = (name: string) => (said: Record<string, unknown>) => typeof said[name] === 'string'
const sender = '"operating_sys_version": "Playground",\n  "device_ip": "127.0.0.1",\n  "device_fingerprint": "{{fingerprint}}"'

export const steps: Step[] = [
  {
    name: 'enter',
    call: 'POST /api/v2/sdk/login/social',
    body: '{\n  "source": "{{source}}",\n  "code": "sandbox:{{person}}"\n}',
    good: (said) => said['status'] === 'SOCIAL_BIND',
  },
  { name: 'picture', call: 'GET /api/v2/sdk/captcha', good: has('token') },
  {
    name: 'verify',
    call: 'POST /api/v2/sdk/captcha/verify',
    body: '{\n  "token": "{{token}}",\n  "point_json": "{{point}}",\n  "sender": "{{mobile}}"\n}',
    good: has('captcha_token'),
  },
  {
    name: 'send',
    call: 'POST /api/v2/sdk/sms/send',
    body: '{\n  "mobile": "{{mobile}}",\n  "type": "BIND_MOBILE_SMS",\n  "captcha_token": "{{captcha_token}}"\n}',
    good: (said) => said['error_code'] === undefined,
  },
  {
    name: 'bind',
    call: 'POST /api/v2/sdk/social/bind',
    body: '{\n  "mobile": "{{mobile}}",\n  "verify_code": "{{verify_code}}"\n}',
    good: (said) => said['status'] === 'SUCCESS',
  },
  {
    name: 'token',
    call: 'POST /api/v2/tenant/token',
    body: '{\n  "grant_type": "client_credentials",\n  "client_id": "{{client_id}}",\n  "client_secret": "{{client_secret}}"\n}',
    good: has('access_token'),
  },
  {
    name: 'ticket',
    call: 'POST /api/v2/tenant/sso/session-token/sso-ticket',
    body: `{\n  "session_token": "{{session_token}}",\n  ${sender}\n}`,
    good: (said) => said['error_code'] === undefined,
  },
  {
    name: 'user',
    call: 'POST /api/v2/tenant/sso/sso-ticket/verify',
    body: `{\n  "sso_ticket": "{{sso_ticket}}",\n  ${sender}\n}`,
    good: (said) => said['error_code'] === undefined,
  },
  {
    name: 'again',
    call: 'POST /api/v2/sdk/login/social',
    body: '{\n  "source": "{{source}}",\n  "code": "sandbox:{{person}}"\n}',
    good: (said) => said['status'] === 'SUCCESS',
  },
]

const parse = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}

type Props = {
  book: Call[]
  known: Known
  words: Words
  language: string
  answered(it: Answer): void
  set(more: Known): void
  restart(): void
}

export function Tour({ book, known, words, language, answered, set, restart }: Props) {
  const [at, setAt] = useState(0)
  const [answer, setAnswer] = useState<Answer>()
  const step = steps[at] as Step
  const call = book.find((it) => it.id === step.call)
  const said = parse(answer?.text ?? '')
  const good = answer !== undefined && answer.status < 300 && step.good(said)
  const last = at === steps.length - 1
  // The answer of the step before is none of this one's.
  useEffect(() => setAnswer(undefined), [at])
  if (!call) return null
  return (
    <section aria-label={words.tour}>
      <ol className="steps">
        {steps.map(({ name }, n) => (
          <li key={name} aria-current={n === at ? 'step' : undefined} className={n < at ? 'past' : n === at ? 'here' : ''}>
            <span className="hidden">{name}</span>
          </li>
        ))}
      </ol>
      <p className="count">{words.step.replace('{n}', String(at + 1)).replace('{of}', String(steps.length))}</p>
      <p className="lead">{words.steps[step.name]}</p>
      {step.name === 'verify' && <Slider known={known} words={words} moved={(x) => set({ point: JSON.stringify({ x, y: 5 }) })} />}
      <CallPanel
        key={`${at} ${known['person']}`}
        call={call}
        start={step.body ?? call.body}
        known={known}
        words={words}
        language={language}
        answered={(it) => {
          setAnswer(it)
          if (step.name === 'picture' && it.status === 200) {
            const picture = parse(it.text)
            set({ picture: String(picture['originalImageBase64']), piece: String(picture['jigsawImageBase64']) })
          }
          answered(it)
        }}
      />
      <div role="status">
        {good && !last && (
          <button type="button" className="primary" onClick={() => setAt(at + 1)} autoFocus>
            {words.next}
          </button>
        )}
        {good && last && (
          <>
            <p className="done">{words.done}</p>
            <button
              type="button"
              onClick={() => {
                setAt(0)
                restart()
              }}
            >
              {words.restart}
            </button>
          </>
        )}
        {answer && !good && <p className="trouble">{words.expected}</p>}
        {/* A wrong position costs the picture. */}
        {answer && !good && step.name === 'verify' && (
          <button type="button" onClick={() => setAt(at - 1)}>
            ←
          </button>
        )}
      </div>
    </section>
  )
}
