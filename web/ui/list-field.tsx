/** Rows of a form whose order may mean something: added, removed and moved by buttons, which a keyboard reaches as well. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Card, Flex, Form, Typography } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { fillIn, useLanguage } from '../console/languages/index.ts'
import { Arrows, useFocus } from './order.tsx'

type Props = {
  name: (string | number)[]
  title: string
  about?: ReactNode
  /** The most rows there may be. */
  most?: number | undefined
  /** What a new row begins with. */
  make(): object
  /** What a row is called, from 1; absent: by its number. */
  called?(place: number): string
  addText?: string
  empty?: string
  /** Whether the order of the rows means nothing. */
  unordered?: boolean
  children(row: number): ReactNode
}

export function ListField({ name, title, about, most = Infinity, make, called, addText, empty, unordered = false, children }: Props) {
  const { texts } = useLanguage()
  const { rows: words, common } = texts
  const block = useRef<HTMLElement>(null)
  const focus = useFocus(block)
  const [told, setTold] = useState('')
  const nameOf = (at: number) => called?.(at + 1) ?? fillIn(words.row, { place: at + 1 })
  return (
    <section ref={block} aria-label={title} style={{ marginBottom: 24 }}>
      <Typography.Text strong>{title}</Typography.Text>
      {about && (
        <Typography.Paragraph type="secondary" style={{ marginBottom: 8 }}>
          {about}
        </Typography.Paragraph>
      )}
      <Form.List name={name}>
        {(rows, { add, remove, move }, { errors }) => {
          const shift = (key: number, at: number, to: number, act: 'up' | 'down') => {
            move(at, to)
            focus(`${act}-row-${key}`, `${act === 'up' ? 'down' : 'up'}-row-${key}`)
            setTold(fillIn(words.moved, { place: to + 1, count: rows.length }))
          }
          return (
            <>
              {rows.length === 0 && (
                <Typography.Paragraph type="secondary" italic>
                  {empty ?? common.empty}
                </Typography.Paragraph>
              )}
              {rows.map(({ key, name: at }) => (
                <Card
                  key={key}
                  size="small"
                  type="inner"
                  title={nameOf(at)}
                  style={{ marginBottom: 12 }}
                  extra={
                    <Flex gap={4}>
                      {!unordered && (
                        <Arrows
                          size="small"
                          at={at}
                          count={rows.length}
                          name={nameOf(at)}
                          row={`row-${key}`}
                          move={(to, act) => shift(key, at, to, act)}
                        />
                      )}
                      <Button
                        size="small"
                        danger
                        icon={<DeleteOutlined />}
                        aria-label={`${common.remove}: ${nameOf(at)}`}
                        onClick={() => {
                          remove(at)
                          focus('add')
                          setTold(fillIn(words.removed, { name: nameOf(at) }))
                        }}
                      />
                    </Flex>
                  }
                >
                  {children(at)}
                </Card>
              ))}
              <Form.ErrorList errors={errors} />
              <Button data-act="add" icon={<PlusOutlined />} disabled={rows.length >= most} onClick={() => add(make())}>
                {addText ?? common.add}
              </Button>
            </>
          )
        }}
      </Form.List>
      <span className="hidden" role="status">
        {told}
      </span>
    </section>
  )
}
