/**
 * The picture puzzle: a slider as wide as the picture, whose handle is as wide as the piece. Without a script the handle is put under
 * the gap; with one the piece moves along. For those who cannot see it, their device computes instead.
 */
import { ask } from './ask.ts'
import type { Flow } from './flow.ts'
import { button, faultAbove, form } from './forms.ts'
import { fillHtml, html, type Piece } from './html.ts'
import type { Fault, Here, Shown } from './here.ts'

type Code = NonNullable<Flow['code']>

/** Of the picture: its width less that of the piece, px. */
const FARTHEST = 263

export async function pictureForm(
  here: Here,
  { page, below }: { page: string; below?: Piece },
  code: Code & { shown: string },
  fault: Fault | undefined,
): Promise<Shown> {
  const { t, ctx, query, form: typed } = here
  const { alternative } = ctx.tenant.settings.captcha
  const lead = html`<p class="lead">${fillHtml(t.code.picture_lead, { target: html`<span class="whole">${code.shown}</span>` })}</p>`
  const other = html`<div class="row">${form(here, page, button(t.code.other, 'plain'), 'other')}</div>`
  const byWork = code.work || (alternative && (query['work'] !== undefined || typed['answer'] !== undefined))
  const body = byWork ? await workForm(here, page, code, fault) : await pieceForm(here, page, alternative)
  return { title: t.code.picture_title, body: html`${lead}${faultAbove(fault)}${body}${other}${below}` }
}

async function pieceForm(here: Here, page: string, alternative: boolean) {
  const { t, base } = here
  const puzzle = await ask(here.ctx, 'GET captcha')
  const png = (name: string) => `data:image/png;base64,${String(puzzle[name])}`
  const inside = html`<input type="hidden" name="token" value="${String(puzzle['token'])}" />
    <div class="puzzle">
      <p id="point-hint" class="hint">${t.code.picture}</p>
      <div class="scene">
        <img class="ground" src="${png('originalImageBase64')}" width="310" height="155" alt="${t.code.picture_alt}" /><img
          class="piece"
          src="${png('jigsawImageBase64')}"
          width="47"
          height="155"
          alt="${t.code.piece_alt}"
        />
      </div>
      <label class="unseen" for="point">${t.code.slider}</label>
      <input id="point" name="point" type="range" min="0" max="${FARTHEST}" step="1" value="0" aria-describedby="point-hint" />
    </div>
    ${button(t.common.continue)}`
  return html`${form(here, page, inside, 'picture')}
    <div class="row">
      <a class="link" href="${base}${page}">${t.code.picture_new}</a
      >${alternative && html`<a class="link" href="${base}${page}?work=1">${t.code.picture_not}</a>`}
    </div>`
}

/**
 * Not shown before the script has seen that it can be done. It goes on by itself, but not where something was refused: that is to be
 * read first, and must not be tried for ever.
 */
async function workForm(here: Here, page: string, { target, work }: Code, fault: Fault | undefined) {
  const { t, base } = here
  const challenge = await ask(here.ctx, 'GET captcha/challenge', {}, { query: { sender: target } })
  const inside = html`<input type="hidden" name="answer" value="" />
    <p>${work ? t.code.work_asked : t.code.work}</p>
    <p class="work" role="status" data-runs="${t.code.work_runs}" data-done="${t.code.work_done}"></p>
    ${button(t.common.continue)}`
  // Where a number is at risk, the picture alone would not do.
  const not = work ? t.code.work_without : html`${t.code.work_needs_script} <a href="${base}${page}">${t.code.picture_new}</a>`
  return html`<div hidden data-challenge="${JSON.stringify(challenge)}" ${!fault && html` data-goes-on="yes"`}>
      ${form(here, page, inside, 'picture')}
    </div>
    <p class="fault" data-work-not hidden>${not}</p>
    <noscript><p class="fault">${not}</p></noscript>`
}
