import { html } from '../html.ts'
import type { Here, Result } from '../here.ts'

export const needs = 'nothing'

export const get = async ({ t }: Here): Promise<Result> => ({
  title: t.fault.goodbye_title,
  body: html`<p role="status">${t.fault.goodbye}</p>`,
})
