import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HandOver, Verified } from '../../answers.ts'
import { Client } from '../../client.ts'
import { checkHandOver } from '../check-receipts.ts'
import { type Check, checkAudit, checkDeadlines } from '../checks.ts'
import { freeNumbers } from '../free-numbers.ts'
import { LegalClock } from '../legal-clock.ts'
import { AUDITOR } from '../officers.ts'
import type { Result, SampleOptions } from '../play-sample.ts'
import { readReference } from '../reference.ts'
import { Cast } from './cast.ts'
import { checkCourse, compareCourse } from './check-course.ts'
import { checkCustody } from './check-custody.ts'
import type { CourseStory } from './model.ts'
import { CoursePlay } from './play-course.ts'

type StoryOptions = Omit<SampleOptions, 'fastSeconds'>

/** Plays a sample case that is told as a story of steps, the clock jumping from one to the next, and holds it against what was worked out by hand. */
export async function playStory(story: CourseStory, { server, dataFolder, onEntry, onWait }: StoryOptions): Promise<Result> {
  const began = performance.now()
  const cast = await Cast.of(story, server, onWait)
  const clock = new LegalClock(cast.as('po'), Number.POSITIVE_INFINITY)
  const papersFolder = await mkdtemp(join(tmpdir(), 'anlian-demo-'))
  try {
    const reference = await readReference(cast.as('po'))
    const play = new CoursePlay({ story: await numbered(story, cast), cast, clock, reference, folder: papersFolder, onEntry })
    await play.run()
    const folder = join(dataFolder, 'demo', play.platformNo)
    await mkdir(folder, { recursive: true })
    const deadlines = compareCourse(story, play)
    const auditor = await Client.signIn(server, { login: AUDITOR }, onWait)
    const checks = [
      checkDeadlines(deadlines),
      ...(await checkCourse(story, play)),
      ...(await checkHandOvers(play, cast, join(folder, 'receipts'))),
      ...(await checkCustody(play, cast, join(folder, 'custody'))),
      checkAudit(await auditor.post('/api/v1/audit/verify', {}, Verified)),
    ]
    return {
      ok: checks.every(({ ok }) => ok),
      platformNo: play.platformNo,
      caseId: play.caseId,
      caseName: (await play.view()).name,
      server: server.origin,
      folder,
      clock: await clock.read(),
      wallSeconds: Math.round((performance.now() - began) / 100) / 10,
      timeline: play.timeline,
      deadlines,
      files: play.papers,
      checks,
    }
  } finally {
    await rm(papersFolder, { recursive: true, force: true })
  }
}

/** The story with the identity numbers of this run. */
async function numbered(story: CourseStory, cast: Cast): Promise<CourseStory> {
  const people = Object.entries(story.persons)
  const numbers = await freeNumbers(
    cast.as('pl'),
    people.map(([, accused]) => accused),
  )
  return {
    ...story,
    persons: Object.fromEntries(people.map(([letter, accused], at) => [letter, { ...accused, idNo: numbers[at] ?? accused.idNo }])),
  }
}

/** Each sender proves the receipts of what he sent; every file that a manifest names is one that was filed here. */
async function checkHandOvers(play: CoursePlay, cast: Cast, folder: string): Promise<Check[]> {
  const checks: Check[] = []
  for (const [at, { id, sender }] of play.handOvers.entries()) {
    const { manifest } = await cast.as(sender).get(`/api/v1/hand-overs/${id}`, HandOver)
    const named = new Set(manifest?.entries.map(({ sha256 }) => sha256))
    const sent = play.papers.filter(({ sha256 }) => named.has(sha256))
    checks.push(...(await checkHandOver(cast.as(sender), id, sent, join(folder, String(at + 1)))))
  }
  return checks
}
