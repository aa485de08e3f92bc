/** Processes: started on a core of their own, and what they have used. Reads /proc, so Linux only. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** The core of whoever answers, and of whoever asks. */
export const CORES = { server: '0', driver: '1' } as const

/** Of util-linux: keeps a program on one core. */
const PINNER = 'taskset'
export const canPin = spawnSync(PINNER, ['--version']).status === 0

/** `taskset` becomes the program it starts, so the process id is the program's. */
export function start(core: keyof typeof CORES, command: string, args: string[], options: Parameters<typeof spawn>[2]): ChildProcess {
  return canPin ? spawn(PINNER, ['-c', CORES[core], command, ...args], options) : spawn(command, args, options)
}

/** Processor time of a process with all its threads, and of its children that ended, in milliseconds. */
export function cpuOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // After the name, which may hold anything: state is field 3, utime 14, stime 15, and the children's 16 and 17.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return ((fields[11] ?? 0) + (fields[12] ?? 0) + (fields[13] ?? 0) + (fields[14] ?? 0)) * TICK
}

/** Linux counts in hundredths of a second, whatever its own clock does (USER_HZ). */
const TICK = 10

/** Resident memory, in bytes. */
export const residentOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

/** A process and all that came from it. */
export function familyOf(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const text = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const family = [pid]
  for (const it of family) for (const [child, parent] of parents) if (parent === it) family.push(child)
  return family
}

export const cpuOfFamily = (pid: number): number => familyOf(pid).reduce((sum, it) => sum + cpuOf(it), 0)

/** Moves a process that runs already. */
export const pin = (pid: number): void => void (canPin && spawnSync(PINNER, ['-cp', CORES.server, String(pid)]))
