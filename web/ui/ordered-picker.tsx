/** Several of a list in an order that counts: chosen one by one, moved and taken out by buttons. */
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Typography } from 'antd'
import { useRef } from 'react'
import { useLanguage } from '../console/languages/index.ts'
import { Arrows, useFocus } from './order.tsx'

type Props = {
  value?: string[]
  onChange?(value: string[]): void
  id?: string
  options: { value: string; label: string }[]
  placeholder: string
  /** Said of one that is not among the options. */
  gone: string
  /** What the rows belong to, for those who hear the buttons. */
  of: string
}

export function OrderedPicker({ value = [], onChange, id, options, placeholder, gone, of }: Props) {
  const { common } = useLanguage().texts
  const list = useRef<HTMLOListElement>(null)
  const focus = useFocus(list)
  const move = (at: number, to: number, act: 'up' | 'down') => {
    onChange?.(value.toSpliced(at, 1).toSpliced(to, 0, value[at] ?? ''))
    focus(`${act}-${to}`, `${act === 'up' ? 'down' : 'up'}-${to}`)
  }
  return (
    <>
      <ol ref={list} style={{ margin: 0, paddingInlineStart: 22 }}>
        {value.map((it, at) => {
          const known = options.find((one) => one.value === it)
          return (
            <li key={it} style={{ paddingBlock: 3 }}>
              <Flex gap={4} align="center" wrap>
                <span style={{ flex: '1 1 140px', overflowWrap: 'anywhere' }}>
                  {known?.label ?? it} {!known && <Typography.Text type="danger">{gone}</Typography.Text>}
                </span>
                <Arrows size="small" at={at} count={value.length} name={`${it}, ${of}`} row={at} move={(to, act) => move(at, to, act)} />
                <Button
                  size="small"
                  icon={<DeleteOutlined />}
                  aria-label={`${common.remove}: ${it}, ${of}`}
                  onClick={() => onChange?.(value.toSpliced(at, 1))}
                />
              </Flex>
            </li>
          )
        })}
      </ol>
      <Select
        {...(id && { id })}
        value={null}
        placeholder={placeholder}
        style={{ width: '100%', marginTop: value.length ? 4 : 0 }}
        options={options.filter((it) => !value.includes(it.value))}
        onChange={(chosen: string | null) => chosen && onChange?.([...value, chosen])}
      />
    </>
  )
}
