import 'ai';
