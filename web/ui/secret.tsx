/** Something that is shown once: a client secret, a link. */
import { Alert, Button, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useLanguage } from '../console/languages/index.ts'

export function Secret({ about, value }: { about: string; value: string }) {
  const { texts } = useLanguage()
  const [copied, setCopied] = useState(false)
  return (
    <Alert
      type="success"
      role="status"
      style={{ marginBottom: 16 }}
      title={about}
      description={
        <Flex gap={8} align="center" wrap>
          <Typography.Text className="mono" style={{ flex: 1, minWidth: 200 }}>
            {value}
          </Typography.Text>
          <Button
            onClick={() => {
              void navigator.clipboard.writeText(value).then(() => setCopied(true))
            }}
          >
            {copied ? texts.common.copied : texts.common.copy}
          </Button>
        </Flex>
      }
    />
  )
}
