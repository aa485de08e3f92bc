/** Fetches a file as every call is made (a link could not name the tenant), and has the browser keep it. */
import { addressOf, headersOf, type Query, readFailure } from '../api.ts'

export async function download(path: string, query: Query, name: string): Promise<void> {
  const answer = await fetch(addressOf(path, query), { headers: headersOf('GET') })
  if (!answer.ok) throw await readFailure(answer)
  const url = URL.createObjectURL(await answer.blob())
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
