/** The Cookie header (RFC 6265 section 5.4). */
import { header, type Said } from './http.ts'

/** A value, or '': of several under one name the first, which is of the longest path. */
export function readCookie(headers: Said['headers'], name: string): string {
  const start = `${name}=`
  const found = header(headers, 'cookie')
    .split(';')
    .map((it) => it.trim())
    .find((it) => it.startsWith(start))
  return found?.slice(start.length) ?? ''
}
