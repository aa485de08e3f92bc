/** People in from a list, and out into one. A list is looked through first; nothing is written before somebody has seen what would be. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Card, Checkbox, Flex, Progress, Typography, Upload } from 'antd'
import { useState } from 'react'
import { call, messageOf, type Reply } from '../../api.ts'
import { download } from '../../ui/download.ts'
import { Page } from '../../ui/page.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { fillIn, useLanguage } from '../languages/index.ts'

type Looked = Reply<'POST /api/v2/admin/users/import'>
type Fault = Looked['faults'][number]
type Job = Reply<'GET /api/v2/admin/users/imports/{id}'>
const PATH = '/api/v2/admin/users'

export function ImportExport() {
  const { texts } = useLanguage()
  const { lists } = texts
  const [csv, setCsv] = useState<{ name: string; text: string }>()
  const [looked, setLooked] = useState<Looked>()
  const [skip, setSkip] = useState(false)
  const [job, setJob] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')

  async function attempt(work: () => Promise<void>) {
    setBusy(true)
    setFailure('')
    try {
      await work()
    } catch (reason) {
      setFailure(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  const look = (file: File) =>
    attempt(async () => {
      setJob('')
      setLooked(undefined)
      const text = await file.text()
      setCsv({ name: file.name, text })
      setLooked(await call<Looked>('POST', `${PATH}/import`, { body: { csv: text, preview: true } }))
    })
  const begin = () =>
    attempt(async () => {
      const begun = await call<Looked>('POST', `${PATH}/import`, { body: { csv: csv?.text, skip_faulty: skip } })
      setLooked(begun)
      setJob(begun.import_id ?? '')
    })
  const faulty = (looked?.faults_total ?? 0) > 0

  return (
    <Page
      title={texts.users.importExport}
      actions={<Button onClick={() => void attempt(() => download(`${PATH}/export`, {}, 'users.csv'))}>{lists.export}</Button>}
    >
      {failure && <Alert type="error" showIcon role="alert" title={failure} style={{ marginBottom: 16 }} />}
      <Card title={lists.import} style={{ marginBottom: 16 }}>
        <Typography.Paragraph>{lists.about}</Typography.Paragraph>
        <Typography.Paragraph className="mono">
          user_name,name,mobile,mobile_verified,email,email_verified,password_hash
        </Typography.Paragraph>
        <Upload.Dragger
          accept=".csv,text/csv"
          showUploadList={false}
          disabled={busy}
          beforeUpload={(file) => {
            void look(file)
            return false
          }}
        >
          <Typography.Text>{csv ? csv.name : lists.choose}</Typography.Text>
        </Upload.Dragger>
      </Card>
      {looked && !job && (
        <Card title={lists.preview} style={{ marginBottom: 16 }}>
          <Alert
            type={faulty ? 'warning' : 'success'}
            showIcon
            role="status"
            style={{ marginBottom: 16 }}
            title={fillIn(faulty ? lists.faulty : lists.good, { rows: looked.rows, good: looked.good, faults: looked.faults_total })}
          />
          {faulty && <Faults faults={looked.faults} />}
          <Flex gap={16} align="center" wrap style={{ marginTop: 16 }}>
            {faulty && (
              <Checkbox checked={skip} onChange={({ target }) => setSkip(target.checked)}>
                {lists.skip}
              </Checkbox>
            )}
            <Button type="primary" loading={busy} disabled={looked.good === 0 || (faulty && !skip)} onClick={() => void begin()}>
              {fillIn(lists.begin, { good: looked.good })}
            </Button>
          </Flex>
        </Card>
      )}
      {job && <Running id={job} />}
    </Page>
  )
}

function Running({ id }: { id: string }) {
  const { texts } = useLanguage()
  const { lists } = texts
  const client = useQueryClient()
  const asked = useQuery({
    queryKey: ['import', id],
    async queryFn() {
      const job = await call<Job>('GET', `${PATH}/imports/${id}`)
      if (job.state === 'done') void client.invalidateQueries({ queryKey: ['list'] })
      return job
    },
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : 700),
  })
  const job = asked.data
  if (!job) return null
  const status = job.state === 'failed' ? 'exception' : job.state === 'done' ? 'success' : 'active'
  return (
    <Card title={lists[job.state]}>
      <Progress aria-label={lists[job.state]} percent={Math.floor((100 * job.done) / Math.max(1, job.total))} status={status} />
      <Typography.Paragraph role="status">{fillIn(lists.made, { created: job.created, total: job.total })}</Typography.Paragraph>
      {job.faults.length > 0 && <Faults faults={job.faults} />}
    </Card>
  )
}

function Faults({ faults }: { faults: Fault[] }) {
  const { texts } = useLanguage()
  const { lists } = texts
  return (
    <WideTable<Fault>
      label={lists.faults}
      size="small"
      height={360}
      rowKey={(it) => `${it.line} ${it.column} ${it.text}`}
      dataSource={faults}
      columns={[
        { title: lists.line, dataIndex: 'line' },
        { title: lists.column, render: (_, it) => <span className="mono">{it.column}</span> },
        { title: lists.what, dataIndex: 'text' },
      ]}
    />
  )
}
