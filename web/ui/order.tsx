/** Up and down in a list whose order means something. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { type RefObject, useEffect, useState } from 'react'
import { call, messageOf } from '../api.ts'
import { useLanguage } from '../console/languages/index.ts'

/** `at`: which of `ids` it is. `path` takes the ids in their new order; `done` comes after it, whatever came of it. */
type Props = { path: string; ids: string[]; at: number; name: string; done(): unknown }

export function Order({ path, ids, at, name, done }: Props) {
  const { message } = App.useApp()
  async function move(to: number) {
    try {
      await call('POST', path, { body: { ids: ids.toSpliced(at, 1).toSpliced(to, 0, ids[at] ?? '') } })
    } catch (reason) {
      void message.error(messageOf(reason))
    }
    await done()
  }
  return <Arrows at={at} count={ids.length} name={name} move={(to) => void move(to)} />
}

/** `row` names the buttons for `useFocus`: `up-<row>` and `down-<row>`. */
type Arrowed = {
  at: number
  count: number
  name: string
  row?: string | number
  size?: 'small'
  move(to: number, act: 'up' | 'down'): void
}

export function Arrows({ at, count, name, row, size, move }: Arrowed) {
  const { sources } = useLanguage().texts
  const act = (it: 'up' | 'down') => (row === undefined ? {} : { 'data-act': `${it}-${row}` })
  const shared = size ? { size } : {}
  return (
    <>
      <Button
        {...shared}
        {...act('up')}
        icon={<ArrowUpOutlined />}
        aria-label={`${sources.up}: ${name}`}
        disabled={at === 0}
        onClick={() => move(at - 1, 'up')}
      />
      <Button
        {...shared}
        {...act('down')}
        icon={<ArrowDownOutlined />}
        aria-label={`${sources.down}: ${name}`}
        disabled={at === count - 1}
        onClick={() => move(at + 1, 'down')}
      />
    </>
  )
}

/** Names of buttons, the first that can be pressed: one that was moved with its row, or went with it, takes the keyboard along. */
export function useFocus(within: RefObject<HTMLElement | null>): (...names: string[]) => void {
  const [wanted, setWanted] = useState<string[]>([])
  useEffect(() => {
    if (wanted.length === 0) return
    const found = wanted.map((it) => within.current?.querySelector<HTMLButtonElement>(`[data-act="${it}"]:not(:disabled)`))
    found.find(Boolean)?.focus()
    setWanted([])
  }, [within, wanted])
  return (...names) => setWanted(names)
}
