package dev.azulejo.priors.measure;

import dev.azulejo.vqvae2.measure.FeatureSet;
import dev.azulejo.vqvae2.measure.FrechetDistance;
import dev.azulejo.vqvae2.measure.NearestNeighbours;
import dev.azulejo.vqvae2.measure.PrecisionRecall;
import java.util.OptionalDouble;

/**
 * How near a set of images is to real ones, in a classifier's features.
 *
 * @param frechetDistance from as many images that were learned from
 * @param precision share of the set that lies among those that were learned from
 * @param recall share of those that were learned from that lies among the set
 * @param nearer probability that one of the set is nearer to all that was learned from than a held-out image is: 0.5 as held-out
 *     images, 1 for copies
 * @param accuracy on held-out images, of a classifier that learned from the set alone; of held-out images themselves, of the
 *     one that learned from real images. Of samples it is the classification accuracy score (Ravuri and Vinyals 2019,
 *     arXiv 1905.10887). None where the set has no classes, or none was trained
 */
public record SampleMeasures(
        double frechetDistance, double precision, double recall, double nearer, OptionalDouble accuracy) {
    static SampleMeasures of(
            FeatureSet reference,
            FeatureSet set,
            NearestNeighbours nearest,
            NearestNeighbours heldOut,
            OptionalDouble accuracy) {
        PrecisionRecall both = PrecisionRecall.of(reference, set);
        return new SampleMeasures(
                FrechetDistance.between(reference, set),
                both.precision(),
                both.recall(),
                nearest.probabilityOfNearerThan(heldOut),
                accuracy);
    }
}
