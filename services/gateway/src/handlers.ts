/** The methods of the public API, each with the one file that answers it. */

import type { gatewayService } from '@pitcrew/contracts';
import type { Handlers } from '@pitcrew/rpc';
import { answeringOutages, streamingOutages } from './bus-errors.ts';
import { cancelRun } from './cancel-run.ts';
import { decideApproval } from './decide-approval.ts';
import type { Gateway } from './gateway.ts';
import { giveClarification } from './give-clarification.ts';
import { listApprovals } from './list-approvals.ts';
import { listReviews } from './list-reviews.ts';
import { listRuns } from './list-runs.ts';
import { readRun } from './read-run.ts';
import { resolveReview } from './resolve-review.ts';
import { createSubmission } from './submit-run.ts';
import { viewOf } from './view.ts';
import { watchRun } from './watch-run.ts';

export function gatewayHandlers(gateway: Gateway): Handlers<(typeof gatewayService)['methods']> {
  const submitRun = createSubmission(gateway);
  return {
    submitRun: answeringOutages(submitRun),
    getRun: answeringOutages(async (place) => viewOf((await readRun(gateway.log, place)).state)),
    watchRun: streamingOutages((request, call) => watchRun(gateway.log, request, call.signal)),
    listRuns: answeringOutages((request) => listRuns(gateway, request)),
    cancelRun: answeringOutages((request) => cancelRun(gateway, request)),
    decideApproval: answeringOutages((request) => decideApproval(gateway, request)),
    listApprovals: answeringOutages((request) => listApprovals(gateway, request)),
    listReviews: answeringOutages((request) => listReviews(gateway, request)),
    resolveReview: answeringOutages((request) => resolveReview(gateway, request)),
    giveClarification: answeringOutages((request) => giveClarification(gateway, request)),
  };
}
