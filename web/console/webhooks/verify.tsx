/** How the other side knows that a message is ours: to be pasted and run. */
import { App, Button, Card, Typography } from 'antd'
import { Sections } from '../../ui/sections.tsx'
import { useLanguage } from '../languages/index.ts'
import { snippets } from './snippets.ts'

export function Verify() {
  const { texts } = useLanguage()
  const { webhooks, common } = texts
  const { message } = App.useApp()
  return (
    <Card title={webhooks.verify} style={{ marginTop: 16 }}>
      <Typography.Paragraph type="secondary">{webhooks.verifyAbout}</Typography.Paragraph>
      <Sections
        label={webhooks.verify}
        sections={snippets.map(({ key, label, text }) => ({
          key,
          label,
          children: (
            <>
              <Button
                style={{ marginBottom: 8 }}
                onClick={() => void navigator.clipboard.writeText(text).then(() => message.success(common.copied))}
              >
                {common.copy}
              </Button>
              <pre className="mono" tabIndex={0} style={{ margin: 0, overflow: 'auto' }}>
                {text}
              </pre>
            </>
          ),
        }))}
      />
    </Card>
  )
}
