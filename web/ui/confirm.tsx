/** A destructive act says what will be lost, and asks for its name where it cannot be undone. */
import { messageOf } from '../api.ts'
import { App, Input, Typography } from 'antd'
import { type ReactNode, useCallback } from 'react'
import { useLanguage } from '../console/languages/index.ts'

type Asked = {
  title: string
  /** What will be lost. */
  lost: ReactNode
  act: string
  /** To be typed before anything happens. */
  type?: string
  run(): Promise<unknown>
}

export function useConfirm(): (asked: Asked) => void {
  const { modal, message } = App.useApp()
  const { texts } = useLanguage()
  return useCallback(
    ({ title, lost, act, type, run }: Asked) => {
      const box = modal.confirm({
        title,
        okText: act,
        okButtonProps: { danger: true, disabled: type !== undefined },
        cancelText: texts.common.cancel,
        width: 480,
        content: (
          <>
            <Typography.Paragraph>{lost}</Typography.Paragraph>
            {type !== undefined && (
              <label>
                <Typography.Text code>{type}</Typography.Text>
                <Input
                  autoComplete="off"
                  style={{ marginTop: 8 }}
                  onChange={({ target }) => box.update({ okButtonProps: { danger: true, disabled: target.value !== type } })}
                />
              </label>
            )}
          </>
        ),
        async onOk() {
          try {
            await run()
          } catch (reason) {
            void message.error(messageOf(reason), 8)
            throw reason
          }
        },
      })
    },
    [modal, message, texts],
  )
}
