import '../../../libs/bus/src/index.ts';
