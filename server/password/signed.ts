/** Whether a call says who is logged in, where it need not (user-api 7.2 c). */
import { header } from '../http.ts'

export const isSigned = (headers: Record<string, string | string[] | undefined>): boolean =>
  header(headers, 'x-signature') !== '' || header(headers, 'authorization') !== ''
