// Generated from the core's description of a spec by scripts/generate-types.mjs; do not edit.

/** What each field of a spec means, by its JSON pointer. */
export const help: Readonly<Record<string, string>> = {
  '/schema': 'Version of this format.',
  '/seed':
    'Where every random number comes from. The same seed gives the same run, to the last bit, on every machine.',
  '/runs': 'How many times the whole story is told again, independently, from new real data.',
  '/generations':
    'How many models are fitted one after another. Generation 0 is the truth; generation 1 is the first model.',
  '/metrics':
    'All: more distances, entropy, precision and recall (Gaussians, mixtures and kernel densities); they take longer.',
  '/source/kind': 'Where real data come from.',
  '/source/mean': 'Centre of the Gaussian, one number a dimension (1 to 16).',
  '/source/covariance':
    'Covariance matrix of the Gaussian, symmetric and positive definite; in one dimension the variance.',
  '/source/means': 'Centres of the components, one row each.',
  '/source/covariances': 'Covariance matrix of each component, symmetric and positive definite.',
  '/source/modes': 'How many modes stand on the ring, evenly spaced.',
  '/source/radius': 'Distance of every mode from the centre.',
  '/source/side': 'Modes along one side of the square grid.',
  '/source/spacing': 'Distance between neighbouring modes.',
  '/source/sd': 'Standard deviation of every mode, the same in both directions.',
  '/source/weights': 'Share of each component, summing to 1. Empty: equal shares.',
  '/source/noise':
    'Standard deviation about the curves, the same in both directions: two half circles of radius 1; two circles of radius 1 and less; a spiral whose radius goes from 1 to 3.',
  '/source/factor': 'Radius of the inner circle; the outer one has 1.',
  '/source/name': 'Which built-in table real data are taken from, without replacement.',
  '/source/columns': 'Which columns of the table, one dimension each. Empty: its first column.',
  '/source/values': 'Your own data, one row a point, the same number of columns in every row (1 to 16).',
  '/source/size': 'Digits reduced to 14 × 14 pixels, or at their full 28 × 28.',
  '/source/training':
    'How many real digits there are to learn from, dealt from the ten classes in turn. The page has 5,000, the command 60,000.',
  '/source/corpus': 'Which built-in text is learnt.',
  '/source/value': 'The text to learn. An empty line ends a paragraph. It stays in the page.',
  '/source/tokens':
    'What the text is cut into: words in lower case, characters, or byte pairs (frequent strings of characters).',
  '/source/vocabulary':
    'Most different tokens. Words: rarer ones become one unknown word; 0 keeps all. Byte pairs: 0 means 512. Characters: 0.',
  '/source/probabilities': 'Of 2 to 100,000 categories, summing to 1.',
  '/source/categories': 'Their number.',
  '/source/exponent': 'p of category i ~ i^−exponent.',
  '/source/rate': 'Mean of the counts.',
  '/source/features': 'Normal numbers in a row.',
  '/source/noise_sd': 'Standard deviation of the labels.',
  '/model/kind':
    'One Gaussian, a mixture of Gaussians fitted by expectation-maximisation, a variational autoencoder of digits, or a language model: counted n-grams, or a transformer network; frequencies, a Poisson rate, linear regression, a kernel density.',
  '/model/estimator':
    'Maximum likelihood divides the squared deviations by n, the unbiased estimator by n − 1; or the covariance is known and only the mean is learnt.',
  '/model/draws':
    'Points; or the mean and covariance of a sample of n points, by their exact law: the same, at once.',
  '/model/components': 'How many Gaussians the mixture has.',
  '/model/covariance': 'Shape of each component: any ellipse, one along the axes, or a circle.',
  '/model/initialisation':
    "Where each fit starts: k-means clusters, random shares, or the previous generation's model.",
  '/model/restarts': 'How many starts are tried each generation; the most likely fit is kept.',
  '/model/tolerance': 'The fit stops when the mean log-likelihood of a point rises by less than this.',
  '/model/max_iterations': 'The fit stops after this many iterations at the latest, and says so.',
  '/model/covariance_floor':
    'Smallest variance a component may have in any direction. The default only keeps numbers finite; each use is counted and shown.',
  '/model/added_variance':
    "Added to every component's variance along every axis in each step of the fit, so that none can shrink to a point. 0.000001 is what scikit-learn adds, and with it the paper's mixture.",
  '/model/architecture':
    'One hidden layer on either side of the latent code, or the convolutional network of Shumailov et al. (28 × 28 only).',
  '/model/latent': 'Numbers the encoder leaves of an image.',
  '/model/hidden': 'Width of the hidden layers; the convolutional network has its own.',
  '/model/epochs': 'How often each training passes over its data.',
  '/model/batch':
    'Images, or rows of text as long as the context, whose gradients are averaged for one step.',
  '/model/learning_rate': 'Step size of Adam, the optimiser.',
  '/model/weight_decay': 'Pull of every parameter towards 0, per image or per token.',
  '/model/beta':
    'Weight of the KL divergence in the loss. 1 is the evidence lower bound; less keeps more of each image.',
  '/model/start':
    "Fresh: random weights every generation. Previous: the previous generation's network is trained on. Pretrained (transformers): all go on from one network trained on human text set aside for it.",
  '/model/temperature':
    'Gaussians: draws have this times the variance. Autoencoder: standard deviation of the latent numbers. Else log-probabilities are divided by it. 1 is the model itself; 0 its most probable output.',
  '/model/truncation': 'Draws only within so many standard deviations of the mean. 0: everywhere.',
  '/model/output':
    "What the next generation learns from: the decoder's mean, which is smoother than any sample, or black-and-white pixels drawn with that probability.",
  '/model/order': 'How long the counted strings are: 1 counts tokens, 2 pairs, 3 triples …',
  '/model/smoothing':
    'How probability is given to what was never counted. None: only chance forgets. Every smoothing adds a bias of its own.',
  '/model/lower_orders':
    'Interpolated: shorter strings always have a say. Back-off: only where the longer string was never counted.',
  '/model/discount': 'Taken off every count by absolute discounting and Kneser-Ney.',
  '/model/alpha': 'Added to every count by add-alpha.',
  '/model/layers': 'Blocks of attention and feed-forward network, one after another.',
  '/model/width': 'Numbers that stand for a token inside the network; a multiple of the heads.',
  '/model/heads': 'Attention heads a layer.',
  '/model/context': 'Most tokens the network looks back on, and the length of a block of text.',
  '/model/pretraining': 'Epochs of that network.',
  '/model/decoding':
    'Sample: each token is drawn. Beam: the most probable of several continuations that are kept in view, as in the paper.',
  '/model/beams': 'Continuations kept in view by the beam search; the paper has 5.',
  '/model/top_k': 'Draws among the k most probable tokens or categories only. 0: among all.',
  '/model/top_p':
    'Draws among the most probable tokens or categories that together reach this probability. 1: among all.',
  '/model/repetition_penalty':
    "Makes tokens less likely that stand in the text already (Keskar et al. 2019). 1: none; 2 is the paper's ablation.",
  '/model/prompt':
    'Texts go on from so many tokens of real text and are as long again, as in the paper. 0: they are written freely.',
  '/model/bandwidth_rule':
    'Fixed: the bandwidth below. Scott, Silverman: from the spread and number of the data, each generation anew.',
  '/model/bandwidth': 'Of the fixed rule: standard deviation of the kernel in every direction.',
  '/model/design': 'Fixed: the same features in every generation. Fresh: new ones.',
  '/workflow/kind':
    "Replace: only the newest model's output. Accumulate: everything so far. Accumulate and subsample: a fixed number drawn from everything so far. Mix: part real data, part newest output. Weighted: a mix whose real part has a weight of its own. Recursion: a share from the newest model, from the data before, and real.",
  '/workflow/real_fraction': "Share of real data in every generation's training set.",
  '/workflow/real_weight': 'What all real points together weigh in the fit; the others weigh the rest.',
  '/workflow/real': 'Fresh: new real data every generation. Fixed: the same real data every time.',
  '/workflow/alpha': 'Chance that a point comes from the newest model.',
  '/workflow/beta':
    'Chance that it comes from the distribution the data before came from. Else, γ = 1 − α − β, it is real.',
  '/samples/n': 'Points, images or tokens of text each generation draws.',
  '/samples/growth':
    'Generation t draws n·t^growth points. 0 keeps n; above 1 the sample grows faster than the generations.',
  '/selection/kind':
    "None. Best of: the candidate with the largest first coordinate. Tilt: the nearer to a centre, the likelier. Density: in proportion to the truth's density. Verifier: what lies within a radius of its centre.",
  '/selection/candidates': 'The best of so many is kept.',
  '/selection/scale': 'A draw at distance d from the centre is kept with probability exp(−d²/2 scale²).',
  '/selection/offset':
    'Where the centre lies along the first axis, in standard deviations of the truth from its mean.',
  '/selection/radius': 'What lies within is good.',
  '/selection/false_positive': 'Chance that a bad draw is kept.',
  '/selection/false_negative': 'Chance that a good draw is refused.',
};
