/** Packages of the data sources that are published only as ES modules: SWC turns them into CommonJS for Jest, like our own source. */
module.exports = ['hyparquet', 'hyparquet-compressors', 'hysnappy', 'fzstd'];
