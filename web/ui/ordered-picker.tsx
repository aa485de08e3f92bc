/** Several of a list in an order that counts: chosen one by one, moved and taken out by buttons. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { Button, Flex, Select, Typography } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useLanguage } from '../console/languages/index.ts'

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
  const { texts } = useLanguage()
  const { sources, common } = texts
  const list = useRef<HTMLOListElement>(null)
  const [focus, setFocus] = useState('')
  useEffect(() => {
    if (!focus) return
    const wanted = focus.split(' ').map((it) => list.current?.querySelector<HTMLButtonElement>(`[data-act="${it}"]:not(:disabled)`))
    wanted.find(Boolean)?.focus()
    setFocus('')
  }, [focus])
  const move = (at: number, to: number, act: 'up' | 'down') => {
    onChange?.(value.toSpliced(at, 1).toSpliced(to, 0, value[at] ?? ''))
    setFocus(`${act}-${to} ${act === 'up' ? 'down' : 'up'}-${to}`)
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
                <Button
                  size="small"
                  icon={<ArrowUpOutlined />}
                  data-act={`up-${at}`}
                  aria-label={`${sources.up}: ${it}, ${of}`}
                  disabled={at === 0}
                  onClick={() => move(at, at - 1, 'up')}
                />
                <Button
                  size="small"
                  icon={<ArrowDownOutlined />}
                  data-act={`down-${at}`}
                  aria-label={`${sources.down}: ${it}, ${of}`}
                  disabled={at === value.length - 1}
                  onClick={() => move(at, at + 1, 'down')}
                />
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
