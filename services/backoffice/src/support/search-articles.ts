/** Finds the help article of a category that helped the most readers. */
import { z } from 'zod';
import { rowOf } from '../sql.ts';
import { defineTool, refuseInput } from '../tool.ts';
import { CATEGORIES } from './classify-case.ts';

const Article = z.object({ article_id: z.string(), title: z.string() });

export const searchArticles = defineTool({
  name: 'search_articles',
  title: 'Search articles',
  description: 'Find the best help article of a category.',
  effect: 'read',
  input: z.strictObject({ category: z.string().min(1).max(64).describe('Category of the case') }),
  output: Article,
  run: ({ database, input: { category } }) => {
    const sql =
      'SELECT article_id, title FROM help_articles WHERE category = ? ORDER BY helped DESC, article_id LIMIT 1';
    return (
      rowOf(database, Article, sql, category) ??
      refuseInput(`category ${category} not found; there are ${CATEGORIES.join(', ')}`)
    );
  },
});
