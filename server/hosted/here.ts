/** What a page is handed, and what it answers. */
import type { Ctx, World } from '../context.ts'
import type { ErrorName } from '../errors.ts'
import type { Said } from '../http.ts'
import type { Language } from '../languages/index.ts'
import type { PageTexts } from '../languages/pages.ts'
import type { Browser } from '../oauth/index.ts'
import type { Flow } from './flow.ts'
import type { Html } from './html.ts'

export type Here = {
  world: World
  ctx: Ctx
  flow: Flow
  /** All that this browser has under way. */
  flows: { flow: Flow; until: number }[]
  /** Who is signed in in this browser, if anybody is. */
  browser: Browser | undefined
  language: Language
  t: PageTexts
  /** What the pages call the application. */
  app: string
  form: Record<string, string>
  query: Record<string, string>
  params: Record<string, string>
  headers: Said['headers']
  /** Before every path of ours: '' or /tenants/… */
  base: string
  /** Stands in every form of this flow, and in no other. */
  csrf: string
  /** Set-Cookie lines of the answer. */
  cookies: string[]
}

/** What is wrong, and with which field, if with one. */
export type Fault = { field?: string; text: string; error: ErrorName }

export type Shown = { title: string; body: Html; status?: number; wide?: boolean }
/** `begun`: a flow was, in `here.flow`; the page is shown within it, without a round trip. */
export type Result = Shown | { location: string }
export type Begun = { begun: true }

/**
 * `get` shows the page. Whatever `post` refuses is shown by `get` again, beside its field, with what was typed still there; what it
 * does ends in a redirect, so that nothing is sent twice by going back.
 */
export type PageModule = {
  /** `flow`: somebody is on their way in; `session`: is signed in; `nothing`: anybody. */
  needs: 'flow' | 'session' | 'nothing'
  get?(here: Here, fault?: Fault): Promise<Result | Begun>
  post?(here: Here): Promise<Result>
}

export const go = ({ base }: Pick<Here, 'base'>, path: string): { location: string } => ({ location: `${base}${path}` })
