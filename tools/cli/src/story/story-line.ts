/** A line of a story, before anybody lays it out or paints it. */

export type StoryLine = {
  readonly who: string;
  readonly text: string;
  /** Lines below the first. */
  readonly details: readonly string[];
  readonly tone: 'plain' | 'good' | 'bad' | 'question';
  readonly latencyMs?: number | undefined;
  /** Tokens that a model sampled. */
  readonly tokens?: number | undefined;
  /** Since the request. */
  readonly elapsedMs: number;
};

/** What is said of one event; what is left out is added by the storyteller. */
export type Said = Pick<StoryLine, 'who' | 'text'> & Partial<StoryLine>;
