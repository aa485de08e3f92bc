/** A state in a word and a colour; the word says it all. */
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useLook } from '../console/appearance.ts'

const light = { good: ['#e9f6ec', '#1b6330'], bad: ['#fdecea', '#a3231a'], warn: ['#fff3df', '#7a4300'], plain: ['#eceff3', '#3c4652'] }
const dark = { good: ['#16301f', '#84d9a0'], bad: ['#3b1a1a', '#ffaba4'], warn: ['#38280f', '#f2c078'], plain: ['#262c34', '#c4ccd6'] }
export type Kind = keyof typeof light

export function Mark({ kind = 'plain', children }: { kind?: Kind; children: ReactNode }) {
  const [background, color] = (useLook().dark ? dark : light)[kind]
  return (
    <Tag variant="filled" style={{ background, color, marginInlineEnd: 0 }}>
      {children}
    </Tag>
  )
}
