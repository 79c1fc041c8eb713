import '../../bus/src/index.ts';
