import '../../../libs/model/src/index.ts';
