/** What is around every page: language, appearance, the cache of what was asked, and who is signed in. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider, Spin, theme } from 'antd'
import type { Locale } from 'antd/es/locale'
import english from 'antd/es/locale/en_US'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { ApiFailure, caller, onSignedOut } from '../api.ts'
import { Failing } from '../ui/states.tsx'
import { AppearanceContext, useAppearance } from './appearance.ts'
import { chosenLanguage, keepLanguage, type Language, loadTexts, Spoken, type Texts } from './languages/index.ts'
import { nonce } from './nonce.ts'
import { router } from './router.tsx'
import { readSession, type Session, SessionContext } from './session.ts'
import { SignIn } from './sign-in/sign-in.tsx'
import { Welcome } from './sign-in/welcome.tsx'
import { themeOf } from './theme.ts'

const locales: Record<Language, () => Promise<{ default: Locale }>> = {
  // It is part of the library's own files anyway.
  en: async () => ({ default: english }),
  'zh-CN': () => import('antd/es/locale/zh_CN'),
}

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: false,
      // What was refused is refused again.
      retry: (times, reason) => !(reason instanceof ApiFailure && reason.status < 500) && times < 2,
    },
  },
})

export function Console() {
  const look = useAppearance()
  const [language, setLanguage] = useState<Language>(chosenLanguage)
  const [words, setWords] = useState<{ texts: Texts; locale: Locale; language: Language }>()
  useEffect(() => {
    caller.language = language
    document.documentElement.lang = language
    void Promise.all([loadTexts(language), locales[language]()]).then(([texts, locale]) =>
      setWords({ texts, locale: locale.default, language }),
    )
    // Refusals and descriptions come from the server in the language they were asked in.
    void client.invalidateQueries()
  }, [language])
  const spoken = useMemo(
    () =>
      words && {
        language: words.language,
        texts: words.texts,
        speak(it: Language) {
          keepLanguage(it)
          setLanguage(it)
        },
      },
    [words],
  )
  if (!spoken || !words) return null
  return (
    <ConfigProvider locale={words.locale} csp={{ nonce }} theme={themeOf(look.dark)}>
      <App component={false}>
        <Spoken value={spoken}>
          <AppearanceContext value={look}>
            <QueryClientProvider client={client}>
              <Entrance />
            </QueryClientProvider>
          </AppearanceContext>
        </Spoken>
      </App>
    </ConfigProvider>
  )
}

/** The page of a one-time link, the sign-in, or the console. */
function Entrance() {
  const [session, setSession] = useState<Session | null>()
  const [failure, setFailure] = useState<unknown>()
  const link = /^\/console\/(first-run|invitation)\/?$/.exec(window.location.pathname)?.[1]
  const reload = useCallback(async () => {
    try {
      setFailure(undefined)
      setSession((await readSession()) ?? null)
    } catch (reason) {
      setFailure(reason)
    }
  }, [])
  useEffect(() => {
    onSignedOut.tell = () => {
      client.clear()
      setSession(null)
    }
    void reload()
  }, [reload])

  const { token } = theme.useToken()
  useEffect(() => {
    document.body.style.background = token.colorBgLayout
  }, [token])

  if (failure !== undefined) return <Failing reason={failure} again={() => void reload()} />
  if (link === 'first-run' || link === 'invitation') {
    return (
      <Welcome
        kind={link}
        done={() => {
          window.history.replaceState(null, '', '/console')
          void reload()
        }}
      />
    )
  }
  if (session === undefined) return <Spin fullscreen />
  if (session === null) return <SignIn done={() => void reload()} />
  return (
    <SessionContext value={{ session, reload }}>
      <RouterProvider router={router} />
    </SessionContext>
  )
}
