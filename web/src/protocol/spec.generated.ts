// Generated from the core's description of a spec by scripts/generate-types.mjs; do not edit.

/** One experiment: everything that decides its result. */
export interface ExperimentSpec {
  /** Version of this format. */
  readonly schema?: number;
  /** Where every random number comes from. The same seed gives the same run, to the last bit, on every machine. */
  readonly seed?: number;
  /** How many times the whole story is told again, independently, from new real data. (runs) */
  readonly runs?: number;
  /** How many models are fitted one after another. Generation 0 is the truth; generation 1 is the first model. (generations) */
  readonly generations?: number;
  /** All: more distances, entropy, precision and recall (Gaussians, mixtures and kernel densities); they take longer. */
  readonly metrics?: 'basic' | 'all';
  /** What the world is: the distribution real data come from. */
  readonly source?: SourceSpec;
  /** What learns: the family that is fitted to the data of every generation. */
  readonly model: ModelSpec;
  /** Which data each generation is fitted on. */
  readonly workflow?: WorkflowSpec;
  /** How many points each generation is fitted on. */
  readonly samples?: SamplesSpec;
  /** Which of the model's draws are kept. Real data always are. */
  readonly selection?: SelectionSpec;
}

/** What the world is: the distribution real data come from. Where real data come from. */
export type SourceSpec =
  | {
      readonly kind?: 'gaussian';
      /** Centre of the Gaussian, one number a dimension (1 to 16). */
      readonly mean?: readonly number[];
      /** Covariance matrix of the Gaussian, symmetric and positive definite; in one dimension the variance. */
      readonly covariance?: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'mixture';
      /** Centres of the components, one row each. */
      readonly means?: readonly (readonly number[])[];
      /** Covariance matrix of each component, symmetric and positive definite. */
      readonly covariances?: readonly (readonly (readonly number[])[])[];
      /** Share of each component, summing to 1. Empty: equal shares. */
      readonly weights?: readonly number[];
    }
  | {
      readonly kind: 'ring';
      /** How many modes stand on the ring, evenly spaced. (modes) */
      readonly modes?: number;
      /** Distance of every mode from the centre. */
      readonly radius?: number;
      /** Standard deviation of every mode, the same in both directions. */
      readonly sd?: number;
      /** Share of each component, summing to 1. Empty: equal shares. */
      readonly weights?: readonly number[];
    }
  | {
      readonly kind: 'grid';
      /** Modes along one side of the square grid. (modes) */
      readonly side?: number;
      /** Distance between neighbouring modes. */
      readonly spacing?: number;
      /** Standard deviation of every mode, the same in both directions. */
      readonly sd?: number;
      /** Share of each component, summing to 1. Empty: equal shares. */
      readonly weights?: readonly number[];
    }
  | {
      readonly kind: 'moons';
      /** Standard deviation about the curves, the same in both directions: two half circles of radius 1; two circles of radius 1 and less; a spiral whose radius goes from 1 to 3. */
      readonly noise?: number;
    }
  | {
      readonly kind: 'circles';
      /** Standard deviation about the curves, the same in both directions: two half circles of radius 1; two circles of radius 1 and less; a spiral whose radius goes from 1 to 3. */
      readonly noise?: number;
      /** Radius of the inner circle; the outer one has 1. */
      readonly factor?: number;
    }
  | {
      readonly kind: 'swiss_roll';
      /** Standard deviation about the curves, the same in both directions: two half circles of radius 1; two circles of radius 1 and less; a spiral whose radius goes from 1 to 3. */
      readonly noise?: number;
    }
  | {
      readonly kind: 'dataset';
      /** Which built-in table real data are taken from, without replacement. */
      readonly name?: 'galaxies' | 'faithful' | 'penguins' | 'earthquakes' | 'flights' | 'quakes';
      /** Which columns of the table, one dimension each. Empty: its first column. */
      readonly columns?: readonly string[];
    }
  | {
      readonly kind: 'points';
      /** Your own data, one row a point, the same number of columns in every row (1 to 16). */
      readonly values?: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'digits';
      /** Digits reduced to 14 × 14 pixels, or at their full 28 × 28. (pixels) */
      readonly size?: '14x14' | '28x28';
      /** How many real digits there are to learn from, dealt from the ten classes in turn. The page has 5,000, the command 60,000. (digits) */
      readonly training?: number;
    }
  | {
      readonly kind: 'corpus';
      /** Which built-in text is learnt. */
      readonly corpus?: 'names' | 'moby-dick' | 'state-of-the-union';
      /** What the text is cut into: words in lower case, characters, or byte pairs (frequent strings of characters). */
      readonly tokens?: 'words' | 'characters' | 'byte-pairs';
      /** Most different tokens. Words: rarer ones become one unknown word; 0 keeps all. Byte pairs: 0 means 512. Characters: 0. (tokens) */
      readonly vocabulary?: number;
    }
  | {
      readonly kind: 'text';
      /** The text to learn. An empty line ends a paragraph. It stays in the page. (bytes) */
      readonly value?: string;
      /** What the text is cut into: words in lower case, characters, or byte pairs (frequent strings of characters). */
      readonly tokens?: 'words' | 'characters' | 'byte-pairs';
      /** Most different tokens. Words: rarer ones become one unknown word; 0 keeps all. Byte pairs: 0 means 512. Characters: 0. (tokens) */
      readonly vocabulary?: number;
    }
  | {
      readonly kind: 'categorical';
      /** Of 2 to 100,000 categories, summing to 1. */
      readonly probabilities?: readonly number[];
    }
  | {
      readonly kind: 'zipf';
      /** Their number. (categories) */
      readonly categories?: number;
      /** p of category i ~ i^−exponent. */
      readonly exponent?: number;
    }
  | {
      readonly kind: 'uniform';
      /** Their number. (categories) */
      readonly categories?: number;
    }
  | {
      readonly kind: 'poisson';
      /** Mean of the counts. */
      readonly rate?: number;
    }
  | {
      readonly kind: 'linear';
      /** Normal numbers in a row. (features) */
      readonly features?: number;
      /** Standard deviation of the labels. */
      readonly noise_sd?: number;
    };

/** What learns: the family that is fitted to the data of every generation. One Gaussian, a mixture of Gaussians fitted by expectation-maximisation, a variational autoencoder of digits, or a language model: counted n-grams, or a transformer network; frequencies, a Poisson rate, linear regression, a kernel density. */
export type ModelSpec =
  | {
      readonly kind: 'gaussian';
      /** Maximum likelihood divides the squared deviations by n, the unbiased estimator by n − 1; or the covariance is known and only the mean is learnt. */
      readonly estimator?: 'mle' | 'unbiased' | 'known_covariance';
      /** Points; or the mean and covariance of a sample of n points, by their exact law: the same, at once. */
      readonly draws?: 'points' | 'statistics';
      /** Gaussians: draws have this times the variance. Autoencoder: standard deviation of the latent numbers. Else log-probabilities are divided by it. 1 is the model itself; 0 its most probable output. */
      readonly temperature?: number;
      /** Draws only within so many standard deviations of the mean. 0: everywhere. (sd) */
      readonly truncation?: number;
    }
  | {
      readonly kind: 'gmm';
      /** How many Gaussians the mixture has. (components) */
      readonly components?: number;
      /** Shape of each component: any ellipse, one along the axes, or a circle. */
      readonly covariance?: 'full' | 'diagonal' | 'spherical';
      /** Where each fit starts: k-means clusters, random shares, or the previous generation's model. */
      readonly initialisation?: 'k-means++' | 'random' | 'previous';
      /** How many starts are tried each generation; the most likely fit is kept. (starts) */
      readonly restarts?: number;
      /** The fit stops when the mean log-likelihood of a point rises by less than this. (nats) */
      readonly tolerance?: number;
      /** The fit stops after this many iterations at the latest, and says so. (iterations) */
      readonly max_iterations?: number;
      /** Smallest variance a component may have in any direction. The default only keeps numbers finite; each use is counted and shown. */
      readonly covariance_floor?: number;
      /** Added to every component's variance along every axis in each step of the fit, so that none can shrink to a point. 0.000001 is what scikit-learn adds, and with it the paper's mixture. (source units²) */
      readonly added_variance?: number;
      /** Gaussians: draws have this times the variance. Autoencoder: standard deviation of the latent numbers. Else log-probabilities are divided by it. 1 is the model itself; 0 its most probable output. */
      readonly temperature?: number;
      /** Draws only within so many standard deviations of the mean. 0: everywhere. (sd) */
      readonly truncation?: number;
    }
  | {
      readonly kind: 'vae';
      /** One hidden layer on either side of the latent code, or the convolutional network of Shumailov et al. (28 × 28 only). */
      readonly architecture?: 'mlp' | 'convolutional';
      /** Numbers the encoder leaves of an image. (dimensions) */
      readonly latent?: number;
      /** Width of the hidden layers; the convolutional network has its own. (units) */
      readonly hidden?: number;
      /** How often each training passes over its data. (epochs) */
      readonly epochs?: number;
      /** Images, or rows of text as long as the context, whose gradients are averaged for one step. (examples) */
      readonly batch?: number;
      /** Step size of Adam, the optimiser. */
      readonly learning_rate?: number;
      /** Pull of every parameter towards 0, per image or per token. */
      readonly weight_decay?: number;
      /** Weight of the KL divergence in the loss. 1 is the evidence lower bound; less keeps more of each image. */
      readonly beta?: number;
      /** Fresh: random weights every generation. Previous: the previous generation's network is trained on. Pretrained (transformers): all go on from one network trained on human text set aside for it. */
      readonly start?: 'fresh' | 'previous' | 'pretrained';
      /** Gaussians: draws have this times the variance. Autoencoder: standard deviation of the latent numbers. Else log-probabilities are divided by it. 1 is the model itself; 0 its most probable output. */
      readonly temperature?: number;
      /** What the next generation learns from: the decoder's mean, which is smoother than any sample, or black-and-white pixels drawn with that probability. */
      readonly output?: 'mean' | 'bernoulli';
    }
  | {
      readonly kind: 'ngram';
      /** How long the counted strings are: 1 counts tokens, 2 pairs, 3 triples … (tokens) */
      readonly order?: number;
      /** How probability is given to what was never counted. None: only chance forgets. Every smoothing adds a bias of its own. */
      readonly smoothing?: 'none' | 'absolute-discounting' | 'kneser-ney' | 'witten-bell' | 'add-alpha';
      /** Interpolated: shorter strings always have a say. Back-off: only where the longer string was never counted. */
      readonly lower_orders?: 'interpolated' | 'back-off';
      /** Taken off every count by absolute discounting and Kneser-Ney. (counts) */
      readonly discount?: number;
      /** Added to every count by add-alpha. (counts) */
      readonly alpha?: number;
    }
  | {
      readonly kind: 'transformer';
      /** How often each training passes over its data. (epochs) */
      readonly epochs?: number;
      /** Images, or rows of text as long as the context, whose gradients are averaged for one step. (examples) */
      readonly batch?: number;
      /** Step size of Adam, the optimiser. */
      readonly learning_rate?: number;
      /** Pull of every parameter towards 0, per image or per token. */
      readonly weight_decay?: number;
      /** Fresh: random weights every generation. Previous: the previous generation's network is trained on. Pretrained (transformers): all go on from one network trained on human text set aside for it. */
      readonly start?: 'fresh' | 'previous' | 'pretrained';
      /** Gaussians: draws have this times the variance. Autoencoder: standard deviation of the latent numbers. Else log-probabilities are divided by it. 1 is the model itself; 0 its most probable output. */
      readonly temperature?: number;
      /** Blocks of attention and feed-forward network, one after another. (layers) */
      readonly layers?: number;
      /** Numbers that stand for a token inside the network; a multiple of the heads. (numbers) */
      readonly width?: number;
      /** Attention heads a layer. (heads) */
      readonly heads?: number;
      /** Most tokens the network looks back on, and the length of a block of text. (tokens) */
      readonly context?: number;
      /** Epochs of that network. (epochs) */
      readonly pretraining?: number;
      /** Sample: each token is drawn. Beam: the most probable of several continuations that are kept in view, as in the paper. */
      readonly decoding?: 'sample' | 'beam';
      /** Continuations kept in view by the beam search; the paper has 5. (beams) */
      readonly beams?: number;
      /** Draws among the k most probable tokens or categories only. 0: among all. */
      readonly top_k?: number;
      /** Draws among the most probable tokens or categories that together reach this probability. 1: among all. */
      readonly top_p?: number;
      /** Makes tokens less likely that stand in the text already (Keskar et al. 2019). 1: none; 2 is the paper's ablation. */
      readonly repetition_penalty?: number;
      /** Texts go on from so many tokens of real text and are as long again, as in the paper. 0: they are written freely. (tokens) */
      readonly prompt?: number;
    }
  | {
      readonly kind: 'categorical';
      /** Gaussians: draws have this times the variance. Autoencoder: standard deviation of the latent numbers. Else log-probabilities are divided by it. 1 is the model itself; 0 its most probable output. */
      readonly temperature?: number;
      /** Draws among the k most probable tokens or categories only. 0: among all. */
      readonly top_k?: number;
      /** Draws among the most probable tokens or categories that together reach this probability. 1: among all. */
      readonly top_p?: number;
    }
  | {
      readonly kind: 'poisson';
    }
  | {
      readonly kind: 'linear_regression';
      /** Fixed: the same features in every generation. Fresh: new ones. */
      readonly design?: 'fixed' | 'fresh';
    }
  | {
      readonly kind: 'kde';
      /** Fixed: the bandwidth below. Scott, Silverman: from the spread and number of the data, each generation anew. */
      readonly bandwidth_rule?: 'fixed' | 'scott' | 'silverman';
      /** Of the fixed rule: standard deviation of the kernel in every direction. (source units) */
      readonly bandwidth?: number;
    };

/** Which data each generation is fitted on. Replace: only the newest model's output. Accumulate: everything so far. Accumulate and subsample: a fixed number drawn from everything so far. Mix: part real data, part newest output. Weighted: a mix whose real part has a weight of its own. Recursion: a share from the newest model, from the data before, and real. */
export type WorkflowSpec =
  | {
      readonly kind?: 'replace';
    }
  | {
      readonly kind: 'accumulate';
    }
  | {
      readonly kind: 'accumulate_subsample';
    }
  | {
      readonly kind: 'mix';
      /** Share of real data in every generation's training set. (of n) */
      readonly real_fraction?: number;
      /** Fresh: new real data every generation. Fixed: the same real data every time. */
      readonly real?: 'fresh' | 'fixed';
    }
  | {
      readonly kind: 'weighted';
      /** Share of real data in every generation's training set. (of n) */
      readonly real_fraction?: number;
      /** What all real points together weigh in the fit; the others weigh the rest. */
      readonly real_weight?: number;
      /** Fresh: new real data every generation. Fixed: the same real data every time. */
      readonly real?: 'fresh' | 'fixed';
    }
  | {
      readonly kind: 'recursion';
      /** Chance that a point comes from the newest model. */
      readonly alpha?: number;
      /** Chance that it comes from the distribution the data before came from. Else, γ = 1 − α − β, it is real. */
      readonly beta?: number;
    };

/** How many points each generation is fitted on. */
export type SamplesSpec = {
  /** Points, images or tokens of text each generation draws. (points) */
  readonly n?: number;
  /** Generation t draws n·t^growth points. 0 keeps n; above 1 the sample grows faster than the generations. */
  readonly growth?: number;
};

/** Which of the model's draws are kept. Real data always are. None. Best of: the candidate with the largest first coordinate. Tilt: the nearer to a centre, the likelier. Density: in proportion to the truth's density. Verifier: what lies within a radius of its centre. */
export type SelectionSpec =
  | {
      readonly kind?: 'none';
    }
  | {
      readonly kind: 'best_of';
      /** The best of so many is kept. (draws) */
      readonly candidates?: number;
    }
  | {
      readonly kind: 'tilt';
      /** A draw at distance d from the centre is kept with probability exp(−d²/2 scale²). (sd) */
      readonly scale?: number;
      /** Where the centre lies along the first axis, in standard deviations of the truth from its mean. (sd) */
      readonly offset?: number;
    }
  | {
      readonly kind: 'density';
    }
  | {
      readonly kind: 'verifier';
      /** Where the centre lies along the first axis, in standard deviations of the truth from its mean. (sd) */
      readonly offset?: number;
      /** What lies within is good. (sd) */
      readonly radius?: number;
      /** Chance that a bad draw is kept. */
      readonly false_positive?: number;
      /** Chance that a good draw is refused. */
      readonly false_negative?: number;
    };

/** What sources give and models learn from. */
export type DataTypeName = 'points' | 'categories' | 'counts' | 'rows' | 'images' | 'tokens';
