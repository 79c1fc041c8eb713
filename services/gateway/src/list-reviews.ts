/** The questions about failed steps, and what became of those that are answered: each with the one answer that fitted it. */
import type { ListReviewsRequest, ListReviewsResponse } from '@pitcrew/contracts';
import { reviewsOf } from '@pitcrew/run';
import type { z } from 'zod';
import type { Gateway } from './gateway.ts';
import { listQuestions } from './list-questions.ts';

export async function listReviews(
  gateway: Gateway,
  request: z.infer<typeof ListReviewsRequest>,
): Promise<z.infer<typeof ListReviewsResponse>> {
  const { found, nextPageToken, asOf } = await listQuestions(gateway, request, ({ events }) =>
    reviewsOf(events).map((review) => ({
      review,
      step: review.asked.step,
      isPending: review.reviewState === 'pending',
    })),
  );
  const reviews = found.map(({ question, ...ofRun }) => ({ ...ofRun, ...question.review }));
  return { reviews, nextPageToken, asOf };
}
