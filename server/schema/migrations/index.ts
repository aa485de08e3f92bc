/** The history of the schema: forward only, in this order, each once. */
import type { Migration } from '../../db.ts'
import { start } from './0001_start.ts'
import { people } from './0002_people.ts'
import { sms } from './0003_sms.ts'
import { administration } from './0004_administration.ts'
import { passwordBy } from './0005_password_by.ts'
import { sourceTries } from './0006_source_tries.ts'
import { webhooks } from './0007_webhooks.ts'
import { mailResults } from './0008_mail_results.ts'

export const history: Migration[] = [start, people, sms, administration, passwordBy, sourceTries, webhooks, mailResults]
