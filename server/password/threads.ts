/**
 * The threads that hash. They are our own and not those of Node's pool, because theirs is a lower priority: where
 * sign-ins by password share a core with other requests, these do not wait for them. One starts when there is work and none is idle
 * (the queue says how many that can be), and all end with the server.
 */
import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Ground } from '../context.ts'
import { openOnce } from '../held.ts'
import type { Answer, Job } from './hash.ts'

type Thread = { worker: Worker; settle?: { resolve(value: string | boolean): void; reject(reason: Error): void } | undefined }
export type Threads = { run(job: Job): Promise<string | boolean>; close(): Promise<void> }

export function createThreads(): Threads {
  const all = new Set<Thread>()
  const idle: Thread[] = []
  let ended = false

  function start(): Thread {
    // What the process keeps between starts (start.js) serves the thread too, or it would load the type stripper, 10 MB. The
    // setting names the folder above the one of this version of Node.js.
    const cache = getCompileCacheDir()
    const worker = new Worker(new URL('./hash.ts', import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...(cache && { NODE_COMPILE_CACHE: dirname(cache) }) },
    })
    const thread: Thread = { worker }
    const lost = (reason: Error) => {
      all.delete(thread)
      if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1)
      thread.settle?.reject(reason)
    }
    worker.on('message', (answer: Answer) => {
      const { settle } = thread
      thread.settle = undefined
      idle.push(thread)
      // Whoever waits for a hash keeps the process up; a thread with nothing to do does not.
      worker.unref()
      if ('fault' in answer) settle?.reject(new Error(answer.fault))
      else settle?.resolve(answer.value)
    })
    worker.on('error', (reason) => lost(reason instanceof Error ? reason : new Error(String(reason))))
    worker.on('exit', () => lost(new Error('the hashing thread ended')))
    all.add(thread)
    return thread
  }

  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(new Error('the server has stopped'))
        const thread = idle.pop() ?? start()
        thread.settle = { resolve, reject }
        thread.worker.ref()
        thread.worker.postMessage(job)
      }),
    async close() {
      ended = true
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
    },
  }
}

/** One set a server; it is let go of with what gateways keep open. */
export const threadsOf = (ctx: Ground): Promise<Threads> => openOnce(ctx, 'password threads', '', createThreads)
