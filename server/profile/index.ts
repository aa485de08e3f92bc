/** profile: what somebody who is logged in sees and changes of themselves, and what its owner undoes. Owns no table. */
import profile from './profile.ts'
import undoPost from './undo-post.ts'
import undo from './undo.ts'
import updateEmail from './update-email.ts'
import updateMobile from './update-mobile.ts'
import update from './update.ts'

export { onceMore } from './race.ts'

export const endpoints = [profile, update, updateMobile, updateEmail, undo, undoPost]
