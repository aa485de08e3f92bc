/** The playground: the tour, all calls, and the telephone beside them. */
import { useEffect, useMemo, useState } from 'react'
import { type Call, readBook } from './book.ts'
import { CallPanel } from './call-panel.tsx'
import { Inbox } from './inbox.tsx'
import { Tour } from './tour.tsx'
import { type Known, learn, readKnown, somebodyElse } from './wire.ts'
import { wordsOf } from './words.ts'

const spoken = () => localStorage.getItem('bowline.language') ?? (navigator.languages.some((it) => it.startsWith('zh')) ? 'zh-CN' : 'en')

export function Playground() {
  const [language, setLanguage] = useState(() => (spoken().startsWith('zh') ? 'zh' : 'en'))
  const [book, setBook] = useState<Call[]>([])
  const [known, setKnown] = useState<Known>({})
  const [chosen, setChosen] = useState('')
  const [wanted, setWanted] = useState('')
  const words = wordsOf(language)
  useEffect(() => {
    void readBook().then(setBook)
    void readKnown().then(setKnown)
  }, [])
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const rooms = useMemo(() => {
    const fits = book.filter((it) => `${it.path} ${it.about}`.toLowerCase().includes(wanted.toLowerCase()))
    return Map.groupBy(fits, (it) => it.room)
  }, [book, wanted])
  const call = book.find((it) => it.id === chosen)
  const set = (more: Known) => setKnown((it) => ({ ...it, ...more }))

  return (
    <div className="page">
      <header>
        <h1>
          Bowline <small>{words.title}</small>
        </h1>
        <p>{words.lead}</p>
        <button
          type="button"
          onClick={() => {
            const next = language === 'zh' ? 'en' : 'zh'
            localStorage.setItem('bowline.language', next === 'zh' ? 'zh-CN' : 'en')
            setLanguage(next)
          }}
        >
          {language === 'zh' ? 'English' : '中文'}
        </button>
      </header>
      <nav aria-label={words.calls}>
        <button
          type="button"
          className={call ? 'entry' : 'entry here'}
          aria-current={call ? undefined : 'page'}
          onClick={() => setChosen('')}
        >
          {words.tour}
        </button>
        <input
          type="search"
          placeholder={words.search}
          aria-label={words.search}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        {[...rooms].map(([room, calls]) => (
          <details key={room} open={wanted !== '' || calls.some((it) => it.id === chosen)}>
            <summary>{room}</summary>
            {calls.map((it) => (
              <button
                type="button"
                key={it.id}
                className={it.id === chosen ? 'entry here' : 'entry'}
                aria-current={it.id === chosen ? 'page' : undefined}
                onClick={() => setChosen(it.id)}
              >
                <b>{it.method}</b> {it.path.replace('/api/v2/', '')}
              </button>
            ))}
          </details>
        ))}
      </nav>
      <main>
        {call ? (
          <section>
            <p className="lead">{call.about}</p>
            <CallPanel
              key={call.id}
              call={call}
              start={call.body}
              known={known}
              words={words}
              language={language}
              answered={(it) => setKnown((now) => learn(now, it))}
            />
          </section>
        ) : (
          known['fingerprint'] &&
          book.length > 0 && (
            <Tour
              book={book}
              known={known}
              words={words}
              language={language}
              answered={(it) => setKnown((now) => learn(now, it))}
              set={set}
              restart={() => setKnown(({ state_token: _, ...now }) => ({ ...now, person: somebodyElse() }))}
            />
          )
        )}
      </main>
      <aside>
        <Inbox words={words} came={(code) => set({ verify_code: code })} />
        <h2>{words.known}</h2>
        <dl className="known">
          {Object.entries(known)
            .filter(([name]) => !['picture', 'piece', 'point', 'public_key'].includes(name))
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd title={value}>{value.length > 32 ? `${value.slice(0, 30)}…` : value}</dd>
              </div>
            ))}
        </dl>
      </aside>
    </div>
  )
}
