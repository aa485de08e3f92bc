/** Up and down in a list whose order means something. */
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { App, Button } from 'antd'
import { call, messageOf } from '../api.ts'
import { useLanguage } from '../console/languages/index.ts'

/** `at`: which of `ids` it is. `path` takes the ids in their new order; `done` comes after it, whatever came of it. */
type Props = { path: string; ids: string[]; at: number; name: string; done(): unknown }

export function Order({ path, ids, at, name, done }: Props) {
  const { texts } = useLanguage()
  const { message } = App.useApp()
  async function move(to: number) {
    try {
      await call('POST', path, { body: { ids: ids.toSpliced(at, 1).toSpliced(to, 0, ids[at] ?? '') } })
    } catch (reason) {
      void message.error(messageOf(reason))
    }
    await done()
  }
  return (
    <>
      <Button
        icon={<ArrowUpOutlined />}
        aria-label={`${texts.sources.up}: ${name}`}
        disabled={at === 0}
        onClick={() => void move(at - 1)}
      />
      <Button
        icon={<ArrowDownOutlined />}
        aria-label={`${texts.sources.down}: ${name}`}
        disabled={at === ids.length - 1}
        onClick={() => void move(at + 1)}
      />
    </>
  )
}
