import '../../../libs/testing/src/index.ts';
