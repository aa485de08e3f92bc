/** Names with a value each. A name that is there twice counts once, with the later value, and says so. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Flex, Input, Typography } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { fillIn, useLanguage } from '../console/languages/index.ts'

type Pairs = Record<string, unknown>
type Row = { key: number; name: string; value: unknown }
export type Side<T> = { value: T; change(value: T): void; label: string }

type Props = {
  value?: Pairs
  onChange?(value: Pairs): void
  id?: string
  disabled?: boolean
  addText?: string
  /** How name and value are written; absent: as text. `taken`: the names of the other rows. */
  name?(side: Side<string> & { taken: string[] }): ReactNode
  entry?(side: Side<unknown>): ReactNode
}

let last = 0
const rowsOf = (pairs: Pairs = {}): Row[] => Object.entries(pairs).map(([name, value]) => ({ key: ++last, name, value }))
const pairsOf = (rows: Row[]): Pairs =>
  Object.fromEntries(rows.filter((it) => it.name !== '' && it.value !== undefined && it.value !== null).map((it) => [it.name, it.value]))

export function PairsInput({ value, onChange, id, addText, name, entry }: Props) {
  const { texts } = useLanguage()
  const { rows: words, common } = texts
  const [rows, setRows] = useState<Row[]>(() => rowsOf(value))
  // What came last from here does not come back as other rows while somebody types.
  const own = useRef<Pairs | undefined>(value)
  useEffect(() => {
    if (value === own.current) return
    own.current = value
    setRows(rowsOf(value))
  }, [value])
  const write = (next: Row[]) => {
    setRows(next)
    own.current = pairsOf(next)
    onChange?.(own.current)
  }
  const change = (key: number, part: Partial<Row>) => write(rows.map((it) => (it.key === key ? { ...it, ...part } : it)))
  const isTwice = (it: Row) => it.name !== '' && rows.some((one) => one !== it && one.name === it.name)
  return (
    <div id={id} role="group">
      {rows.map((it, n) => {
        const ofName = {
          value: it.name,
          change: (name: string) => change(it.key, { name }),
          label: fillIn(words.nameOf, { place: n + 1 }),
          taken: rows.filter((one) => one !== it).map((one) => one.name),
        }
        const ofValue = {
          value: it.value,
          change: (value: unknown) => change(it.key, { value }),
          label: fillIn(words.valueOf, { name: it.name || n + 1 }),
        }
        return (
          <div key={it.key} style={{ marginBottom: 8 }}>
            <Flex gap={8} align="center">
              <div style={{ flex: '1 1 0', minWidth: 0 }}>{name ? name(ofName) : text(ofName)}</div>
              <div style={{ flex: '1 1 0', minWidth: 0 }}>{entry ? entry(ofValue) : text(ofValue as Side<string>)}</div>
              <Button
                danger
                icon={<DeleteOutlined />}
                aria-label={`${common.remove}: ${it.name || n + 1}`}
                onClick={() => write(rows.filter((one) => one !== it))}
              />
            </Flex>
            {isTwice(it) && <Typography.Text type="danger">{fillIn(words.twice, { name: it.name })}</Typography.Text>}
          </div>
        )
      })}
      <Button icon={<PlusOutlined />} onClick={() => setRows([...rows, { key: ++last, name: '', value: undefined }])}>
        {addText ?? common.add}
      </Button>
    </div>
  )
}

const text = ({ value, change, label }: Side<string>) => (
  <Input aria-label={label} value={value ?? ''} onChange={({ target }) => change(target.value)} />
)
