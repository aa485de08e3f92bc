/**
 * notices: what the owner of an account is told of, by every other channel, and may undo. Owns `changes`.
 *
 * Its law: a notice is sent after the commit of what it tells; a failed notice undoes nothing. What may be undone
 * is kept in the transaction that changes it, good once, and not for long.
 */
export { announce, type Announcement, composeNotice } from './announce.ts'
export { type Before, type Change, findUndo, keepUndo, spendUndo, type UndoKind } from './changes.ts'
export { deleteExpiredChanges, removeChangesOfUser } from './store.ts'
