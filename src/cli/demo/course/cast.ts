import { Client } from '../../client.ts'
import type { OnWait } from '../../retry.ts'
import { type CourseStory, DISTRICT_POSTS, type Step, type Who } from './model.ts'

const isDistrictPost = (who: Who): boolean => DISTRICT_POSTS.some(post => post === who)

/** Everybody whom a step names. */
function postsOf(step: Step): Who[] {
  switch (step.do) {
    case 'extend':
      return [step.asks, step.grants]
    case 'handOver':
      return [step.prepares, step.sends, step.desk, step.assign]
    case 'refusedHandOver':
      return [step.prepares, step.sends]
    default:
      return [step.by]
  }
}

/** The people of a story, each signed in once, in a session of their own. */
export class Cast {
  readonly #clients: ReadonlyMap<Who, Client>

  private constructor(clients: ReadonlyMap<Who, Client>) {
    this.#clients = clients
  }

  static async of(story: CourseStory, server: URL, onWait: OnWait): Promise<Cast> {
    const clients = new Map<Who, Client>()
    for (const who of new Set<Who>(['po', ...story.steps.flatMap(postsOf)])) {
      const login = isDistrictPost(who) ? `${story.letters}-${who}` : who
      clients.set(who, await Client.signIn(server, { login }, onWait))
    }
    return new Cast(clients)
  }

  /** @throws RangeError for a post that the story does not have */
  as(who: Who): Client {
    const client = this.#clients.get(who)
    if (client === undefined) throw new RangeError(`nobody plays ${who}`)
    return client
  }
}
