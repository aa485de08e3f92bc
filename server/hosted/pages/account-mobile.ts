import { contactPage } from '../contact.ts'

export const { needs, get, post } = contactPage('mobile')
