import '../../../libs/workflow/src/index.ts';
