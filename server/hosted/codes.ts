/** A code to a number or an address, wherever one is asked for: where to, a picture, the code. One page, three forms. */
import { readEmail } from '../email.ts'
import { fail, Failure } from '../errors.ts'
import { fillIn } from '../languages/index.ts'
import { readMobile, writeMobile } from '../phone.ts'
import { ask } from './ask.ts'
import type { Channel } from './flow.ts'
import { button, faultAbove, field, form } from './forms.ts'
import { fillHtml, type Html, html, type Piece } from './html.ts'
import { type Fault, go, type Here, type Result, type Shown } from './here.ts'
import { pictureForm } from './picture.ts'

export type Target = { channel: Channel; target: string }

export type CodeTask = {
  /** The page all three forms are on. */
  page: string
  types: Record<Channel, string>
  channels: Channel[]
  stateToken?: string
  /** Where it goes, where that is not for the person to say: shown masked. */
  fixed?: Target & { shown: string }
  title: string
  lead: Piece
  /** What is to be seen while the code is typed; what else is typed with it; what the button says. */
  beside?: (code: Target) => Piece
  extra?: (fault: Fault | undefined) => Piece
  submit?: string
  /** Below the first form: ways out. */
  below?: Piece
  done(code: Target, typed: string): Promise<Result>
}

const under = ({ flow }: Here, task: CodeTask) => (flow.code?.page === task.page ? flow.code : undefined)

export async function showCode(here: Here, task: CodeTask, fault?: Fault): Promise<Shown> {
  const code = under(here, task)
  if (!code) return { title: task.title, body: targetForm(here, task, fault) }
  const shown = task.fixed?.shown ?? (code.channel === 'mobile' ? writeMobile(code.target) : code.target)
  if (code.sentAt === undefined) return pictureForm(here, task, { ...code, shown }, fault)
  return { title: here.t.code.title, body: codeForm(here, task, { ...code, shown, sentAt: code.sentAt }, fault) }
}

function targetForm(here: Here, task: CodeTask, fault: Fault | undefined): Html {
  const { t } = here
  if (task.fixed) {
    return html`<p class="lead">${task.lead}</p>
      ${faultAbove(fault)}
      ${form(
        here,
        task.page,
        html`<p class="target">${task.fixed.shown}</p>
          ${button(t.code.send)}`,
        'target',
      )}${task.below}`
  }
  const chosen = channelOf(here, task)
  const others = task.channels.filter((it) => it !== chosen)
  return html`<p class="lead">${task.lead}</p>
    ${faultAbove(fault, 'target')}
    ${form(
      here,
      task.page,
      html`<input type="hidden" name="channel" value="${chosen}" />${targetField(here, chosen, fault)}${button(t.code.send)}`,
      'target',
    )}
    ${others.map((it) => html`<p><a class="link" href="${here.base}${task.page}?by=${it}">${it === 'mobile' ? t.code.by_mobile : t.code.by_email}</a></p>`)}
    ${task.below}`
}

const channelOf = (here: Here, task: CodeTask): Channel => {
  const said = here.form['channel'] ?? here.query['by']
  return task.channels.find((it) => it === said) ?? task.channels[0] ?? 'mobile'
}

export function targetField(here: Here, channel: Channel, fault?: Fault, first = true): Html {
  const { t, ctx, language, flow } = here
  const country = new Intl.DisplayNames([language], { type: 'region' }).of(ctx.tenant.settings.preferred_country) ?? ''
  const hint = flow.hint && (channel === 'email') === flow.hint.includes('@') ? { value: flow.hint } : {}
  return channel === 'mobile'
    ? field(here, fault, {
        ...hint,
        name: 'target',
        label: t.code.mobile,
        type: 'tel',
        hint: fillIn(t.code.mobile_hint, { country }),
        autocomplete: 'tel',
        inputmode: 'tel',
        maxlength: 64,
        first,
      })
    : field(here, fault, { ...hint, name: 'target', label: t.code.email, type: 'email', autocomplete: 'email', inputmode: 'email', first })
}

function codeForm(here: Here, task: CodeTask, code: Target & { shown: string; sentAt: number }, fault: Fault | undefined): Html {
  const { t, ctx } = here
  const { sms, mail } = ctx.tenant.settings
  const [length, cooldown] = code.channel === 'mobile' ? [sms.code_length, sms.cooldown] : [mail.code_length, mail.cooldown]
  const wait = Math.max(0, Math.ceil((code.sentAt + cooldown * 1000 - ctx.now()) / 1000))
  const extra = task.extra?.(fault)
  return html`<p class="lead">${fillHtml(t.code.lead, { target: html`<span class="whole">${code.shown}</span>` })}</p>
    ${task.beside?.(code)} ${faultAbove(fault, 'code', ...(extra ? ['name', 'password'] : []))}
    ${form(
      here,
      task.page,
      html`${field(here, fault, {
        name: 'code',
        label: t.code.code,
        hint: t.code.code_hint,
        autocomplete: 'one-time-code',
        inputmode: 'numeric',
        maxlength: 16,
        first: true,
        ...(!extra && !task.beside && { complete: length }),
      })}${extra}${button(task.submit ?? t.code.check)}`,
      'check',
    )}
    <div class="row">
      ${form(here, task.page, button(t.code.again, 'plain', html` data-wait="${wait}" data-waiting="${t.code.again_in}"`), 'again')}
      ${!task.fixed && form(here, task.page, button(t.code.other, 'plain'), 'other')}
    </div>`
}

export async function actCode(here: Here, task: CodeTask): Promise<Result> {
  const { flow, form } = here
  const code = under(here, task)
  const { step } = form
  if (step === 'target') return begin(here, task)
  if (!code || step === 'other') {
    delete flow.code
    return go(here, task.page)
  }
  if (step === 'again') {
    if (!needsPicture(here)) return send(here, task, {})
    delete code.sentAt
    return go(here, task.page)
  }
  if (step === 'picture') return send(here, task, await solved(here, code.target))
  return task.done(code, (form['code'] ?? '').replace(/\s/g, ''))
}

/** A form elsewhere may begin here too: that of the first page. */
async function begin(here: Here, task: CodeTask): Promise<Result> {
  const { flow } = here
  flow.code = { page: task.page, ...(task.fixed ?? read(here, channelOf(here, task))) }
  if ('shown' in flow.code) delete flow.code.shown
  if (needsPicture(here)) return go(here, task.page)
  return send(here, task, {}).catch((reason: unknown) => {
    // Told beside the number.
    delete flow.code
    throw reason
  })
}

function read({ form, ctx }: Here, channel: Channel): Target {
  const typed = (form['target'] ?? '').trim()
  if (!typed) fail('paramMissing', { name: 'target' })
  if (channel === 'email') return { channel, target: readEmail(typed) ?? fail('emailInvalid') }
  return { channel, target: readMobile(typed, ctx.tenant.settings.preferred_country) ?? fail('mobileInvalid') }
}

const needsPicture = ({ ctx }: Here): boolean => ctx.tenant.settings.captcha.required

/** What was shown that no script would: the place of the piece, or the answer to a challenge. */
async function solved({ ctx, form }: Here, sender: string): Promise<Record<string, unknown>> {
  if (form['answer']) return { challenge_answer: form['answer'] }
  const x = Number(form['point'])
  if (!form['point'] || !Number.isFinite(x)) fail('captchaTokenMissing')
  const { captcha_token } = await ask(ctx, 'POST captcha/verify', { token: form['token'], point_json: JSON.stringify({ x, y: 5 }), sender })
  return { captcha_token }
}

async function send(here: Here, task: CodeTask, shown: Record<string, unknown>): Promise<Result> {
  const { ctx, flow } = here
  const code = under(here, task)
  if (!code) return go(here, task.page)
  const { channel, target } = code
  const body = { [channel]: target, type: task.types[channel], captcha_token: code.captcha, ...shown }
  const kept = { page: task.page, channel, target }
  try {
    await ask(ctx, channel === 'mobile' ? 'POST sms/send' : 'POST email/send', body, { stateToken: task.stateToken })
    flow.code = { ...kept, sentAt: ctx.now() }
  } catch (reason) {
    if (!(reason instanceof Failure && reason.error === 'challengeNeeded')) throw reason
    // The number is at risk, which is no fault of whoever typed it: the next form asks for a proof of work. A picture that was
    // solved is not spent; where it is required besides, it is shown again with the answer.
    const { captcha_token: captcha } = body
    flow.code = { ...kept, work: true, ...(typeof captcha === 'string' && { captcha }) }
  }
  return go(here, task.page)
}
